# Both images: a VM of a pinned base, its provision.sh, an AMI. The base names one release of one owner, so that the same
# recipe gives the same image; a newer base is a change to this file. See ../README.md for the commands.

variable "region" {
  type        = string
  description = "Where the image is built: a region with a way to the internet (no block public access)."
}

variable "copy_to" {
  type        = list(string)
  description = "Regions of the environments, when they are others; each copy is encrypted by its region's key."
  default     = []
}

variable "subnet_id" {
  type        = string
  description = "A public subnet, never one of the stack's; empty: the default VPC's."
  default     = ""
}

variable "operator_keys" {
  type        = string
  description = "Public keys of those who may log in by SSH as ops, a line each; or none."
}

variable "hibernation" {
  type        = string
  description = "agent: the worker's image can hibernate (pools with hibernate: true); none: it cannot."
  default     = "agent"
}

variable "instance_type" {
  type        = string
  description = "Of the VM that the image is built on."
  default     = "t3.medium"
}

variable "worker_gib" {
  type        = number
  description = "Smallest root volume of a worker, GiB; a pool's rootGib may be larger."
  default     = 20
}

locals {
  # AWS lists it for hibernation, and its package source is pinned with it. Source: EC2 guide, "Prerequisites for EC2
  # instance hibernation". The next release, 2023.9.20251208, does not hibernate (amazonlinux/amazon-linux-2023 issue 1049).
  worker_base = "al2023-ami-2023.9.20251117.1-kernel-6.12-x86_64"
  # Amazon's account for Amazon Linux.
  worker_owner = "137112412989"
  worker_login = "ec2-user"

  mirror_base = "debian-12-amd64-20251112-2294"
  # Debian's account. Source: wiki.debian.org, Cloud/AmazonEC2Image.
  mirror_owner = "136693071363"
  mirror_login = "admin"

  files  = fileset("${path.root}/..", "{base,worker,mirror}/*")
  shared = fileset("${path.root}/..", "*.py")
  recipe = substr(sha256(join("\n", concat(
    [for name in sort(setunion(local.files, local.shared)) : "${name} ${sha256(file("${path.root}/../${name}"))}"],
    [local.worker_base, local.mirror_base, var.operator_keys, var.hibernation],
  ))), 0, 16)
  stamp = formatdate("YYYYMMDD-hhmmss", timestamp())
}

source "amazon-ebs" "worker" {
  region        = var.region
  ami_regions   = var.copy_to
  instance_type = var.instance_type
  subnet_id     = var.subnet_id
  ssh_username  = local.worker_login

  source_ami_filter {
    filters = {
      name                = local.worker_base
      architecture        = "x86_64"
      root-device-type    = "ebs"
      virtualization-type = "hvm"
    }
    owners             = [local.worker_owner]
    include_deprecated = true
  }

  ami_name        = "overflow-worker-${local.recipe}-${local.stamp}"
  ami_description = "Worker of overflow, recipe ${local.recipe}, from ${local.worker_base}"
  ami_users       = []
  ami_groups      = []
  imds_support    = "v2.0"
  encrypt_boot    = true

  launch_block_device_mappings {
    device_name           = "/dev/xvda"
    volume_type           = "gp3"
    iops                  = 3000
    throughput            = 125
    volume_size           = var.worker_gib
    encrypted             = true
    delete_on_termination = true
  }

  associate_public_ip_address = true
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  run_tags = { Name = "overflow image build", overflow-recipe = local.recipe }
  tags     = { Name = "overflow-worker", overflow-image = "worker", overflow-recipe = local.recipe, overflow-base = local.worker_base }
}

source "amazon-ebs" "mirror" {
  region        = var.region
  ami_regions   = var.copy_to
  instance_type = var.instance_type
  subnet_id     = var.subnet_id
  ssh_username  = local.mirror_login

  source_ami_filter {
    filters = {
      name                = local.mirror_base
      architecture        = "x86_64"
      root-device-type    = "ebs"
      virtualization-type = "hvm"
    }
    owners             = [local.mirror_owner]
    include_deprecated = true
  }

  ami_name        = "overflow-mirror-${local.recipe}-${local.stamp}"
  ami_description = "Mirror of overflow, recipe ${local.recipe}, from ${local.mirror_base}"
  ami_users       = []
  ami_groups      = []
  imds_support    = "v2.0"
  encrypt_boot    = true

  # The cache has a volume of its own, which the stack's launch template adds.
  launch_block_device_mappings {
    device_name           = "/dev/xvda"
    volume_type           = "gp3"
    iops                  = 3000
    throughput            = 125
    volume_size           = 8
    encrypted             = true
    delete_on_termination = true
  }

  associate_public_ip_address = true
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  run_tags = { Name = "overflow image build", overflow-recipe = local.recipe }
  tags     = { Name = "overflow-mirror", overflow-image = "mirror", overflow-recipe = local.recipe, overflow-base = local.mirror_base }
}

build {
  sources = ["source.amazon-ebs.worker", "source.amazon-ebs.mirror"]

  provisioner "shell" {
    inline = ["mkdir -p /tmp/overflow/images"]
  }

  provisioner "file" {
    source      = "${path.root}/../"
    destination = "/tmp/overflow/images"
  }

  # One step: afterwards this login has no rights any more, so nothing is left for it to clean.
  provisioner "shell" {
    environment_vars = [
      "KEYS=${var.operator_keys}",
      "OVERFLOW_HIBERNATION=${var.hibernation}",
      "OVERFLOW_RECIPE=${local.recipe}",
    ]
    inline_shebang = "/bin/sh -eu"
    inline = [
      "if [ \"$KEYS\" = none ]; then keys=none; else keys=/tmp/overflow/keys; printf '%s\\n' \"$KEYS\" >\"$keys\"; fi",
      "sudo OVERFLOW_OPERATOR_KEYS=\"$keys\" OVERFLOW_HIBERNATION=\"$OVERFLOW_HIBERNATION\" OVERFLOW_RECIPE=\"$OVERFLOW_RECIPE\" sh -c \"sh /tmp/overflow/images/${source.name}/provision.sh && rm -rf /tmp/overflow '$0' && sync\"",
    ]
    skip_clean = true
  }
}
