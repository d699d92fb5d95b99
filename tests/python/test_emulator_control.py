import http.client
import json
import tempfile
import threading
import time
import unittest
from pathlib import Path

from emulator_cases import ControlCase
from emulator_support import IMAGE, Conformance, start_emulator

folder: tempfile.TemporaryDirectory


def setUpModule() -> None:
    global folder
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    start_emulator(OVERFLOW_CALL_LOG=str(Path(folder.name) / "calls.jsonl"))


class Instances(ControlCase):
    def look(self, after: int, wait: float):
        return self.emulator.lab("GET", f"/lab/instances?after={after}&waitSeconds={wait}")

    def test_a_look_waits_for_the_next_change(self) -> None:
        instance_id = self.launch()
        self.until(
            lambda: {i["id"]: i["state"] for i in self.look(0, 0)["instances"]}[instance_id], "running"
        )
        revision = self.look(0, 0)["revision"]
        answers: list = []
        waiting = threading.Thread(target=lambda: answers.append(self.look(revision, 20)))
        waiting.start()
        self.ec2.create_tags(Resources=[instance_id], Tags=[{"Key": "Name", "Value": "bld-linux64-ec2-001"}])
        waiting.join(20)
        self.assertGreater(answers[0]["revision"], revision)
        seen = next(i for i in answers[0]["instances"] if i["id"] == instance_id)
        self.assertEqual((seen["name"], seen["state"]), ("bld-linux64-ec2-001", "running"))

    def test_a_look_wakes_for_a_change_that_time_brings(self) -> None:
        instance_id = self.launch()
        states: list[str] = []
        revision, deadline = 0, time.monotonic() + 20
        while states[-1:] != ["running"] and time.monotonic() < deadline:
            answer = self.look(revision, 20)
            revision = answer["revision"]
            states.append(next(i["state"] for i in answer["instances"] if i["id"] == instance_id))
        self.assertEqual(states[-1], "running")
        self.assertLess(len(states), 4)

    def test_a_look_without_news_answers_when_its_time_is_up(self) -> None:
        revision = self.look(0, 0)["revision"]
        self.assertGreaterEqual(self.look(revision, 0)["revision"], revision)
        self.assertIn("waitSeconds", self.refused("GET", "/lab/instances?after=1&waitSeconds=soon", None))


class Timings(ControlCase):
    def test_timings_change_one_by_one(self) -> None:
        before = self.emulator.lab("GET", "/lab/timings")
        after = self.emulator.lab("PUT", "/lab/timings", {"hibernatingSeconds": 0.1})
        self.assertEqual(after, {**before, "hibernatingSeconds": 0.1})
        self.assertIn(
            "'bootingSeconds' is unknown", self.refused("PUT", "/lab/timings", {"bootingSeconds": 1})
        )
        self.assertIn("0 to 86400", self.refused("PUT", "/lab/timings", {"pendingSeconds": -1}))


class Calls(ControlCase):
    def test_calls_are_told_apart_by_caller_action_and_outcome(self) -> None:
        start = len(self.emulator.lab("GET", "/lab/calls"))
        scaler = self.emulator.client("ec2", caller="lab-scaler")
        instance_id = self.launch(UserData='{"password":"hunter2-i-0123456789abcdef0"}')
        self.fails_with(
            "InvalidInstanceID.NotFound", scaler.start_instances, InstanceIds=["i-0aaaaaaaaaaaaaaaa"]
        )
        secret = self.emulator.client("secretsmanager", caller="lab-provider")
        secret.create_secret(Name="calls", SecretString="hunter2-sg-0123456789abcdef0")
        calls = self.emulator.lab("GET", "/lab/calls")[start:]
        run = next(c for c in calls if c["action"] == "RunInstances")
        self.assertEqual(
            (run["service"], run["caller"], run["status"], run["error"]), ("ec2", "lab-test", 200, None)
        )
        self.assertIn(instance_id, run["resources"])
        failed = next(c for c in calls if c["action"] == "StartInstances")
        self.assertEqual((failed["caller"], failed["status"]), ("lab-scaler", 400))
        self.assertEqual(
            (failed["error"], failed["resources"]), ("InvalidInstanceID.NotFound", ["i-0aaaaaaaaaaaaaaaa"])
        )
        made = next(c for c in calls if c["action"] == "CreateSecret")
        self.assertEqual(
            (made["service"], made["caller"], made["resources"]),
            ("secretsmanager", "lab-provider", ["calls"]),
        )
        self.assertEqual([c["sequence"] for c in calls], list(range(start + 1, start + 1 + len(calls))))
        text = (Path(folder.name) / "calls.jsonl").read_text()
        self.assertEqual([json.loads(line) for line in text.splitlines()][start:], calls)
        self.assertNotIn("hunter2", text)
        self.assertNotIn("0123456789abcdef0", text.split("RunInstances")[1].split("\n")[0].replace(IMAGE, ""))

    def test_what_the_emulator_lacks_is_an_error_and_not_a_page(self) -> None:
        error = self.fails_with("NotImplemented", self.ec2.describe_capacity_reservations)
        self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 501)
        self.assertIn("DescribeCapacityReservations", str(error))


class Process(Conformance):
    def test_it_listens_on_loopback_alone_and_writes_below_its_folder(self) -> None:
        port = int(self.emulator.url.rsplit(":", 1)[1])
        listening = [
            line.split()[1]
            for table in ("/proc/net/tcp", "/proc/net/tcp6")
            for line in Path(table).read_text().splitlines()[1:]
            if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")
        ]
        self.assertEqual(listening, [f"0100007F:{port:04X}"])
        opened = [str(link.readlink()) for link in Path(f"/proc/{self.emulator.process.pid}/fd").iterdir()]
        written = [
            name for name in opened if name.startswith("/") and not name.startswith(("/dev/", "/proc/"))
        ]
        self.assertEqual(written, [str(Path(folder.name) / "calls.jsonl")])

    def test_one_connection_serves_many_requests(self) -> None:

        connection = http.client.HTTPConnection("127.0.0.1", int(self.emulator.url.rsplit(":", 1)[1]))
        try:
            sockets = set()
            for _ in range(3):
                connection.request("GET", "/lab/health")
                self.assertEqual(json.loads(connection.getresponse().read()), {"status": "ok"})
                sockets.add(connection.sock.getsockname())
            self.assertEqual(len(sockets), 1)
        finally:
            connection.close()


if __name__ == "__main__":
    unittest.main()
