"""The images' recipes as text: what needs neither root nor network. `npm run images:check` builds the images and runs what is in them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import unittest
from pathlib import Path

IMAGES = Path(__file__).resolve().parents[2] / "images"
NAMES = ("worker", "mirror")
SCRIPTS = [*sorted(IMAGES.glob("*/*.sh")), IMAGES / "worker" / "overflow-fetch"]
# Every key that our units use. Source: systemd.unit(5), systemd.service(5), systemd.exec(5), systemd.timer(5), and so on.
KEYS = {
    "Unit": "Description Wants After Before StartLimitIntervalSec ConditionPathExists",
    "Install": "WantedBy RequiredBy",
    "Timer": "OnBootSec OnUnitActiveSec RandomizedDelaySec",
    "Service": "Type User Group WorkingDirectory StateDirectory StateDirectoryMode ExecStartPre ExecStart ExecReload"
    " ExecStopPost KillMode KillSignal TimeoutStartSec TimeoutStopSec Restart RestartSec RemainAfterExit LimitNOFILE"
    " StandardOutput StandardError AmbientCapabilities CapabilityBoundingSet NoNewPrivileges ProtectSystem ProtectHome"
    " PrivateTmp PrivateDevices ProtectKernelTunables ProtectKernelModules ProtectControlGroups RestrictSUIDSGID"
    " RestrictAddressFamilies",
}
# Where the systems' own programs lie.
SYSTEM = re.compile(r"/usr/(bin|sbin|lib/systemd)/[a-z-]+")


def text(*parts: str) -> str:
    return IMAGES.joinpath(*parts).read_text("utf-8")


def recipe(image: str) -> str:
    """The image's script and what it sources, with the loops over names written out and long lines joined."""
    joined = (text(image, "provision.sh") + text("base", "common.sh")).replace("\\\n", " ")

    def unroll(match: re.Match[str]) -> str:
        return "".join(match[3].replace(f"${match[1]}", word) for word in match[2].split())

    return re.sub(r"for (unit|module) in ([^;]+); do\n(.*?)done\n", unroll, joined, flags=re.DOTALL)


def installed(image: str) -> dict[str, Path]:
    """Where each file of the recipe ends up, and which one it is."""
    puts = re.findall(r'^ *put 0\d{3} "?([^ "]+)"? "?([^ "]+)"?$', recipe(image), re.MULTILINE)
    return {target: IMAGES / source for source, target in puts}


def units(image: str) -> dict[str, dict[str, list[str]]]:
    """Name to keys of all units of an image. @raise AssertionError on a line that is none of a unit's"""
    found = {}
    for target, source in installed(image).items():
        if target.startswith("/etc/systemd/system/"):
            found[source.name] = parse_unit(source)
    return found


def parse_unit(path: Path) -> dict[str, list[str]]:
    section, keys = "", {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if header := re.fullmatch(r"\[(\w+)\]", line):
            section = header[1]
            continue
        key, equals, value = line.partition("=")
        if not equals or not value or key not in KEYS.get(section, "").split():
            raise AssertionError(f"{path.name}:{number}: {line!r} is no line of [{section}]")
        keys.setdefault(key, []).append(value)
    return keys


class Scripts(unittest.TestCase):
    def test_parse_as_posix_shell(self) -> None:
        self.assertGreater(len(SCRIPTS), 7)
        for script in SCRIPTS:
            with self.subTest(script=script.name):
                done = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_stop_at_the_first_failure(self) -> None:
        for script in SCRIPTS:
            if script.read_text("utf-8").startswith("#!") and script.name != "overflow-fetch":
                self.assertIn("\nset -eu\n", script.read_text("utf-8"), script.name)

    def test_ask_for_every_choice_and_refuse_a_wrong_one_before_anything_is_touched(self) -> None:
        # Each of these ends before the script looks at the machine: none may do more, for this may run as root.
        for image, given, code, part in [
            ("worker", {}, 2, "OVERFLOW_HIBERNATION"),
            ("worker", {"OVERFLOW_HIBERNATION": "agent"}, 2, "OVERFLOW_OPERATOR_KEYS"),
            ("worker", {"OVERFLOW_HIBERNATION": "yes", "OVERFLOW_OPERATOR_KEYS": "none"}, 78, "'yes', allowed are agent and none"),
            ("mirror", {}, 2, "OVERFLOW_OPERATOR_KEYS"),
        ]:
            with self.subTest(image=image, given=given):
                command = ["sh", str(IMAGES / image / "provision.sh")]
                environment = {"PATH": os.environ["PATH"], **given}
                done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
                self.assertIn(part, done.stderr)
                # dash ends with 2 where ${NAME:?} is unset, bash with 127 or 1.
                self.assertIn(done.returncode, (code, 1, 127) if code == 2 else (code,))

    def test_know_both_families_of_systems_by_the_same_names(self) -> None:
        halves = [text("base", name) for name in ("debian.sh", "amazon.sh")]
        names = [set(re.findall(r"^(\w+)(?:=|\(\) \{)", half, re.MULTILINE)) for half in halves]
        self.assertEqual(*names)
        every = "".join([*halves, text("base", "common.sh"), *(text(image, "provision.sh") for image in NAMES)])
        for name in names[0]:
            # Beside the two that say what it is, somebody uses it.
            self.assertGreater(len(re.findall(rf"\b{name}\b", every)), 2, name)


class Units(unittest.TestCase):
    def test_hold_only_keys_of_their_sections(self) -> None:
        self.assertEqual(sum(len(units(image)) for image in NAMES), 12)
        for image in NAMES:
            self.assertTrue(all("Description" in unit for unit in units(image).values()))

    def test_are_all_installed_and_enabled_where_they_say_what_wants_them(self) -> None:
        for image in NAMES:
            lines = " ".join(re.findall(r"systemctl enable --quiet ([^\n]*)", recipe(image))).replace('"', "")
            ours = {path.name for folder in (image, "base") for path in (IMAGES / folder).glob("overflow-*.[st]*")}
            self.assertEqual(set(units(image)), {name for name in ours if name.endswith((".service", ".timer"))})
            for name, unit in units(image).items():
                with self.subTest(unit=name):
                    self.assertEqual("WantedBy" in unit or "RequiredBy" in unit, name in lines.split())
                    if name.endswith(".timer"):
                        self.assertIn(name.replace(".timer", ".service"), units(image))

    def test_run_programs_and_files_that_the_recipe_installs(self) -> None:
        for image in NAMES:
            there = installed(image)
            for name, unit in units(image).items():
                for key in ("ExecStartPre", "ExecStart", "ExecReload", "ExecStopPost"):
                    for line in unit.get(key, []):
                        program, *words = shlex.split(line.lstrip("+-"))
                        with self.subTest(unit=name, line=line):
                            self.assertTrue(
                                program in there or program.startswith("/opt/overflow/bin/") or SYSTEM.fullmatch(program)
                            )
                            files = [word for word in words if word.startswith(("/opt/overflow/", "/etc/overflow/"))]
                            for file in files:
                                self.assertTrue(file in there or f" {file}\n" in recipe(image), file)

    def test_run_as_users_that_the_recipe_makes(self) -> None:
        for image in NAMES:
            made = set(re.findall(r"^add_user (\w+) ", recipe(image), re.MULTILINE))
            used = {user for unit in units(image).values() for user in unit.get("User", [])}
            self.assertEqual(made, used)

    def test_start_the_worker_only_behind_the_firewall(self) -> None:
        first, second = units("worker")["overflow-worker.service"]["ExecStartPre"]
        self.assertEqual(first, "+/usr/sbin/nft -f /etc/overflow/metadata.nft")
        self.assertIn("bootstrap.py", second)


class Installed(unittest.TestCase):
    def test_are_files_that_exist(self) -> None:
        for image in NAMES:
            self.assertGreater(len(installed(image)), 15)
            for target, source in installed(image).items():
                self.assertTrue(source.is_file(), f"{target}: there is no {source}")

    def test_leave_no_file_of_the_recipes_behind(self) -> None:
        used = {source for image in NAMES for source in installed(image).values()}
        sourced = {"provision.sh", "common.sh", "debian.sh", "amazon.sh", "toolchain.sh", "requirements.in", "requirements.txt"}
        files = {path for folder in ("base", *NAMES) for path in (IMAGES / folder).iterdir() if path.is_file() and path.suffix != ".md"}
        self.assertEqual({path for path in files - used if path.name not in sourced}, set())


class Configuration(unittest.TestCase):
    def test_of_the_firewall_closes_both_metadata_addresses_to_builds(self) -> None:
        lines = [line.strip() for line in text("worker", "metadata.nft").splitlines() if line and not line.startswith("#")]
        # The whole of it: loading it again replaces the table, and what is not refused is let through.
        self.assertEqual(
            lines,
            [
                "table inet overflow",
                "delete table inet overflow",
                "table inet overflow {",
                "chain output {",
                "type filter hook output priority filter; policy accept;",
                'meta skuid "builder" ip daddr 169.254.169.254 reject',
                'meta skuid "builder" ip6 daddr fd00:ec2::254 reject',
                "}",
                "}",
            ],
        )

    def test_of_the_clock_steps_after_a_sleep_and_asks_the_link_local_source_alone(self) -> None:
        lines = [line for line in text("base", "chrony.conf").splitlines() if not line.startswith("#")]
        self.assertEqual([line.split()[1] for line in lines if line.startswith(("server", "pool"))], ["169.254.169.123"])
        self.assertIn("makestep 1.0 -1", lines)

    def test_of_ssh_takes_keys_of_the_image_alone(self) -> None:
        lines = text("base", "sshd.conf").splitlines()
        for line in ("PasswordAuthentication no", "KbdInteractiveAuthentication no", "PermitRootLogin no", "AllowUsers ops"):
            self.assertIn(line, lines)
        self.assertIn("AuthorizedKeysCommand none", lines)


class Packer(unittest.TestCase):
    file = text("packer", "images.pkr.hcl")

    def test_builds_each_image_from_one_release_of_one_owner(self) -> None:
        for image in NAMES:
            base = re.search(rf'{image}_base *= "([^"]+)"', self.file)
            owner = re.search(rf'{image}_owner *= "([^"]+)"', self.file)
            self.assertRegex(base[1] if base else "", r"^(al2023-ami-2023|debian-12-amd64-\d{8})[\w.-]*$")
            self.assertRegex(owner[1] if owner else "", r"^\d{12}$")
        self.assertNotIn("most_recent", self.file)

    def test_makes_encrypted_private_images_that_ask_for_version_2_of_the_metadata(self) -> None:
        sources = re.findall(r'^source "amazon-ebs" "(\w+)" \{(.*?)^\}', self.file, re.MULTILINE | re.DOTALL)
        self.assertEqual([name for name, _body in sources], list(NAMES))
        for name, body in sources:
            values = dict(re.findall(r"^ +(\w+) += (.*)$", body, re.MULTILINE))
            expected = {
                "encrypt_boot": "true",
                "encrypted": "true",
                "ami_users": "[]",
                "ami_groups": "[]",
                "imds_support": '"v2.0"',
                "http_tokens": '"required"',
                "http_put_response_hop_limit": "1",
                "owners": f"[local.{name}_owner]",
                "name": f"local.{name}_base",
            }
            self.assertEqual({key: values.get(key) for key in expected}, expected)

    def test_runs_the_scripts_with_every_choice_that_they_ask_for(self) -> None:
        for image in NAMES:
            for choice in re.findall(r"\$\{(OVERFLOW_\w+):\?", text(image, "provision.sh")):
                self.assertIn(f"{choice}=", self.file)
        self.assertIn("/tmp/overflow/images/${source.name}/provision.sh", self.file)


if __name__ == "__main__":
    unittest.main()
