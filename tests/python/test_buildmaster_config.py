from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from buildmaster_support import WORKERS, credentials_file, pools_file, result_of, write_pair

from buildbot.config import BuilderConfig
from buildbot.config.errors import ConfigErrors
from buildbot.plugins import util, worker
from overflow import Overflow, worker_password
from overflow.next_worker import in_house_first


def free(*names: str) -> list[Any]:
    return [SimpleNamespace(worker=SimpleNamespace(workername=name)) for name in names]


def choice(next_worker: Any, *names: str) -> str | None:
    chosen = result_of(next_worker(None, free(*names), None))
    return None if chosen is None else chosen.worker.workername


class NextWorker(unittest.TestCase):
    def test_takes_a_free_in_house_worker_before_any_cloud_worker(self) -> None:
        next_worker = in_house_first(WORKERS)
        self.assertEqual(choice(next_worker, WORKERS[1], "ih-1", WORKERS[0]), "ih-1")

    def test_takes_cloud_workers_in_their_order_so_that_work_packs_onto_few(self) -> None:
        next_worker = in_house_first(WORKERS)
        self.assertEqual(choice(next_worker, WORKERS[1], WORKERS[0]), WORKERS[0])

    def test_takes_none_when_none_is_free(self) -> None:
        self.assertIsNone(choice(in_house_first(WORKERS)))

    def test_leaves_the_choice_in_house_to_the_company(self) -> None:
        seen = []

        def company(_builder: Any, workers: list[Any], _request: Any) -> Any:
            seen.append([each.worker.workername for each in workers])
            return workers[-1]

        next_worker = in_house_first(WORKERS, company)
        self.assertEqual(choice(next_worker, "ih-1", WORKERS[0], "ih-2"), "ih-2")
        self.assertEqual(seen, [["ih-1", "ih-2"]])


class Extend(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        write_pair(Path(temporary.name), pools_file(), credentials_file())
        self.folder = temporary.name
        self.overflow = Overflow.load(self.folder)

    def company(self, **changes: Any) -> dict[str, Any]:
        factory = util.BuildFactory()
        return {
            "workers": [worker.Worker("ih-1", "pw")],
            "builders": [
                BuilderConfig(name="linux64-opt", workernames=["ih-1"], factory=factory, collapseRequests=False),
                {"name": "release-sign", "workernames": ["ih-1"], "factory": factory},
            ],
            "www": {"port": 8010, "auth": util.UserPasswordAuth({"admin": "pw"}), "authz": util.Authz()},
            **changes,
        }

    def test_adds_cloud_workers_of_one_build_at_a_time_with_derived_passwords(self) -> None:
        c = self.company()
        self.overflow.extend(c)
        added = c["workers"][1:]
        self.assertEqual([each.name for each in added], WORKERS)
        self.assertEqual({each.max_builds for each in added}, {1})
        self.assertEqual(added[0].password, worker_password("key of staging", WORKERS[0]))

    def test_puts_cloud_workers_on_the_builders_let_through_only(self) -> None:
        c = self.company()
        self.overflow.extend(c)
        opt, sign = c["builders"]
        self.assertEqual(opt.workernames, ["ih-1", *WORKERS])
        self.assertEqual(sign.workernames, ["ih-1"])
        self.assertIsNone(sign.nextWorker)
        self.assertEqual(choice(opt.nextWorker, WORKERS[0], "ih-1"), "ih-1")

    def test_adds_the_watchdog_and_both_guards(self) -> None:
        c = self.company(services=["own"])
        self.overflow.extend(c)
        self.assertEqual(c["services"][0], "own")
        self.assertEqual(c["services"][1].name, "overflow-watchdog")
        self.assertEqual(c["www"]["auth"].getConfigDict(), {"name": "UserPasswordAuth"})

    def test_changes_nothing_when_it_refuses(self) -> None:
        c = self.company(workers=[worker.Worker(WORKERS[0], "pw")])
        before = dict(c)
        with self.assertRaisesRegex(ConfigErrors, f"worker '{WORKERS[0]}' is the company's and a cloud pool's"):
            self.overflow.extend(c)
        self.assertEqual(c, before)
        self.assertEqual(c["builders"][0].workernames, ["ih-1"])

    def test_refuses_a_master_without_a_web_port(self) -> None:
        with self.assertRaisesRegex(ConfigErrors, r"c\['www'\] is not set"):
            self.overflow.extend(self.company(www={}))

    def test_refuses_a_company_user_with_the_scalers_name(self) -> None:
        with self.assertRaisesRegex(ConfigErrors, "overflow-staging"):
            self.overflow.auth({"overflow-staging": "pw"})

    def test_refuses_a_watchdog_whose_rounds_overlap(self) -> None:
        with self.assertRaisesRegex(ConfigErrors, "grace_seconds: got 30"):
            self.overflow.extend(self.company(), watchdog_seconds=20, watchdog_grace_seconds=30)

    def test_warns_of_merging_builders_open_masters_and_patterns_without_a_builder(self) -> None:
        c = self.company(www={"port": 8010})
        builders = [BuilderConfig(name="linux64-opt", workernames=["ih-1"], factory=util.BuildFactory())]
        text = "\n".join(self.overflow._warnings(c, builders))
        self.assertIn("'linux64-opt' merges equal waiting requests", text)
        self.assertIn("anybody who reaches the port", text)
        self.assertNotIn("merges", "\n".join(self.overflow._warnings({**c, "collapseRequests": False}, builders)))
        self.assertIn("'linux64-*' matches no builder", "\n".join(self.overflow._warnings(c, [])))

    def test_turns_every_problem_of_the_files_into_buildbots_own_errors(self) -> None:
        (Path(self.folder) / "staging.json").write_text("{", encoding="utf-8")
        with self.assertRaises(ConfigErrors) as raised:
            Overflow.load(self.folder)
        self.assertIn("staging.json: unreadable", str(raised.exception))


if __name__ == "__main__":
    unittest.main()
