//go:build tools

// Package engine pins the Pulumi CLI that the lab builds: go.mod and go.sum name every module by version and digest.
package engine

import (
	_ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
)
