import { group, list } from "../containers";
import { boolean, dollars, duration, text, whole } from "../values";
import { word } from "./words";

export const pool = group("VMs of one kind", {
  platform: text("What it builds for", word.pattern, word.allowed, "linux64"),
  trust: text("Trust level; no builder may be served at two levels", word.pattern, word.allowed, "try"),
  builders: list(
    "Builders let through to this pool: globs, * is any run of characters",
    text("A glob", /^[A-Za-z0-9._*/:-]{1,100}$/, "a builder's name or glob without spaces", '"linux64-*"'),
    1,
    50,
  ),
  keyGeneration: whole("Raise by one to replace the key that the workers' passwords come from", 1, 9999, 1),
  maximum: whole("Most VMs", 1, 999, 40),
  idleCeiling: duration("No backlog and idle for this long: the VM is suspended", "5s", "24h", "60m"),
  image: text(
    "Image of the worker",
    /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/,
    "an AMI id of this region",
    "ami-0abcdef1234567890",
  ),
  rootDevice: text("Root device of the image", /^\/dev\/(xvda|sda1)$/, "/dev/xvda or /dev/sda1", "/dev/xvda"),
  rootGib: whole("Size of the root volume, GiB; with hibernation it holds the memory too", 8, 16_384, 100),
  instanceType: text(
    "EC2 instance type",
    /^[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/,
    "an instance type",
    "c6i.2xlarge",
  ),
  hibernate: boolean("Suspend by hibernating, else by a plain stop"),
  dollarsPerHour: dollars("On-demand price of one running VM", 0.388),
});
