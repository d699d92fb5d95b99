import io
import json
import threading
import unittest
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from emulator_support import ACCOUNT, REGION, TRUST, Conformance, make_network, start_emulator


def setUpModule() -> None:
    runner = ThreadingHTTPServer(("127.0.0.1", 0), Runner)
    threading.Thread(target=runner.serve_forever, daemon=True).start()
    unittest.addModuleCleanup(runner.server_close)
    unittest.addModuleCleanup(runner.shutdown)
    start_emulator(OVERFLOW_FUNCTIONS_URL=f"http://127.0.0.1:{runner.server_port}")


def package(text: str = "exports.handler = async () => 1") -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("index.js", text)
    return memory.getvalue()


class Runner(BaseHTTPRequestHandler):
    """A function runner that answers with what it was asked."""

    def do_POST(self) -> None:
        payload = self.rfile.read(int(self.headers["Content-Length"])).decode()
        kind = self.headers["X-Invocation-Type"]
        body = json.dumps({"path": self.path, "payload": json.loads(payload), "kind": kind}).encode()
        self.send_response(202 if kind == "Event" else 200)
        if "fail" in payload:
            self.send_header("X-Function-Error", "Unhandled")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Functions(Conformance):
    """docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html and the pages of its siblings"""

    def setUp(self) -> None:
        self.functions, self.iam = self.emulator.client("lambda"), self.emulator.client("iam")
        self.name = self.id().rsplit(".", 1)[-1][-60:]
        role = self.iam.create_role(RoleName=self.name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
        self.made = self.functions.create_function(
            FunctionName=self.name,
            Runtime="nodejs22.x",
            Handler="index.handler",
            Role=role,
            Code={"ZipFile": package()},
            Timeout=180,
            MemorySize=256,
            Environment={"Variables": {"OVERFLOW_TABLE": "table"}},
        )

    def seen(self):
        return next(f for f in self.emulator.lab("GET", "/lab/functions") if f["name"] == self.name)

    def test_the_lab_sees_what_was_configured(self) -> None:
        self.functions.put_function_concurrency(FunctionName=self.name, ReservedConcurrentExecutions=2)
        config = {"FunctionName": self.name, "MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}
        self.functions.put_function_event_invoke_config(**config)
        seen = self.seen()
        self.assertEqual(seen["arn"], f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.name}")
        self.assertEqual(
            (seen["runtime"], seen["handler"], seen["timeoutSeconds"]), ("nodejs22.x", "index.handler", 180)
        )
        self.assertEqual((seen["memoryMib"], seen["reservedConcurrency"]), (256, 2))
        self.assertEqual(seen["environment"], {"OVERFLOW_TABLE": "table"})
        self.assertEqual((seen["maximumRetryAttempts"], seen["maximumEventAgeSeconds"]), (0, 60))

    def test_code_and_configuration_change_the_revision(self) -> None:
        first = self.seen()["revision"]
        code = package("exports.handler = async () => 2")
        self.functions.update_function_code(FunctionName=self.name, ZipFile=code)
        second = self.seen()["revision"]
        self.assertNotEqual(first, second)
        self.assertEqual(self.emulator.lab("GET", f"/lab/functions/{self.name}/code"), code)
        self.functions.update_function_configuration(
            FunctionName=self.name, Environment={"Variables": {"A": "b"}}
        )
        self.assertNotEqual(self.seen()["revision"], second)
        self.assertEqual(self.seen()["environment"], {"A": "b"})

    def test_every_member_of_a_configuration_is_kept_and_changes(self) -> None:
        # docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
        read = self.functions.get_function_configuration
        before = read(FunctionName=self.name)
        self.assertEqual(
            before["LoggingConfig"], {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{self.name}"}
        )
        self.functions.update_function_configuration(
            FunctionName=self.name,
            LoggingConfig={"LogFormat": "JSON", "LogGroup": "/overflow/scaler"},
            TracingConfig={"Mode": "Active"},
            EphemeralStorage={"Size": 1024},
            KMSKeyArn=f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k",
        )
        after = read(FunctionName=self.name)
        self.assertEqual(after["LoggingConfig"], {"LogFormat": "JSON", "LogGroup": "/overflow/scaler"})
        self.assertEqual(
            (after["TracingConfig"]["Mode"], after["EphemeralStorage"]["Size"]), ("Active", 1024)
        )
        self.assertTrue(after["KMSKeyArn"].endswith(":key/k"))
        self.assertEqual(after["Timeout"], before["Timeout"])
        self.assertNotEqual(after["LastModified"], before["LastModified"])

    def test_a_concurrency_of_zero_shows(self) -> None:
        # docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html: zero stops a function
        self.functions.put_function_concurrency(FunctionName=self.name, ReservedConcurrentExecutions=0)
        shown = self.functions.get_function(FunctionName=self.name)["Concurrency"]
        self.assertEqual(shown, {"ReservedConcurrentExecutions": 0})

    def test_the_last_event_configuration_holds(self) -> None:
        # docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
        for attempts in (2, 0):
            self.functions.put_function_event_invoke_config(
                FunctionName=self.name, MaximumRetryAttempts=attempts
            )
        self.functions.update_function_event_invoke_config(
            FunctionName=self.name, MaximumEventAgeInSeconds=61
        )
        kept = self.functions.get_function_event_invoke_config(FunctionName=self.name)
        self.assertEqual((kept["MaximumRetryAttempts"], kept["MaximumEventAgeInSeconds"]), (0, 61))

    def test_an_invocation_runs_at_the_runner(self) -> None:
        # docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
        answer = self.functions.invoke(FunctionName=self.name, Payload=b'{"a": 1}')
        self.assertEqual(answer["StatusCode"], 200)
        expected = {
            "path": f"/functions/{self.name}/invocations",
            "payload": {"a": 1},
            "kind": "RequestResponse",
        }
        self.assertEqual(json.loads(answer["Payload"].read()), expected)
        self.assertNotIn("FunctionError", answer)
        arn = self.made["FunctionArn"]
        self.assertEqual(
            self.functions.invoke(FunctionName=arn, InvocationType="Event", Payload=b"{}")["StatusCode"], 202
        )
        failed = self.functions.invoke(FunctionName=self.name, Payload=b'{"fail": true}')
        self.assertEqual(failed["FunctionError"], "Unhandled")
        self.assertEqual(
            self.functions.invoke(FunctionName=self.name, InvocationType="DryRun")["StatusCode"], 204
        )
        self.fails_with("ResourceNotFoundException", self.functions.invoke, FunctionName="absent")

    def test_get_function_and_permission(self) -> None:
        self.functions.add_permission(
            FunctionName=self.name,
            StatementId="s",
            Action="lambda:InvokeFunction",
            Principal="scheduler.amazonaws.com",
        )
        policy = json.loads(self.functions.get_policy(FunctionName=self.name)["Policy"])
        self.assertEqual(policy["Statement"][0]["Principal"], {"Service": "scheduler.amazonaws.com"})
        configuration = self.functions.get_function(FunctionName=self.name)["Configuration"]
        self.assertEqual(
            (configuration["State"], configuration["LastUpdateStatus"]), ("Active", "Successful")
        )
        self.functions.delete_function(FunctionName=self.name)
        self.fails_with("ResourceNotFoundException", self.functions.get_function, FunctionName=self.name)

    def test_a_function_holds_its_groups_and_subnets(self) -> None:
        # docs.aws.amazon.com/lambda/latest/dg/foundation-networking.html
        ec2 = self.emulator.client("ec2")
        vpc, subnet = make_network(ec2)
        group = ec2.create_security_group(GroupName="f", Description="f", VpcId=vpc)["GroupId"]
        config = {"SubnetIds": [subnet], "SecurityGroupIds": [group]}
        self.functions.update_function_configuration(FunctionName=self.name, VpcConfig=config)
        self.fails_with("DependencyViolation", ec2.delete_security_group, GroupId=group)
        self.fails_with("DependencyViolation", ec2.delete_subnet, SubnetId=subnet)
        self.functions.delete_function(FunctionName=self.name)
        ec2.delete_security_group(GroupId=group)
        ec2.delete_subnet(SubnetId=subnet)


if __name__ == "__main__":
    unittest.main()
