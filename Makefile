# The front door. Everything here finds its own JDK and Go, and says what it lacks.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

java := .ci/with-toolchain
java_and_go := .ci/with-toolchain --go
maven := $(java) ./mvnw --batch-mode --no-transfer-progress
maven_and_go := $(java_and_go) ./mvnw --batch-mode --no-transfer-progress

# The cluster's command line, run without Maven: it starts in a third of a second. Builder and operator are made with it,
# as their images are in the cluster's registry.
cluster_program := e2e/target/cluster-program
cluster_sources := $(shell find e2e/src/main crds/src/main builder/src/main operator/src/main pom.xml \
	crds/pom.xml builder/pom.xml operator/pom.xml e2e/pom.xml -type f 2>/dev/null)
cluster := $(java_and_go) java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
	-cp 'e2e/target/classes:e2e/target/libraries/*' dev.pythonservice.e2e.ClusterCommand

# Which cluster: existing, k3s or local; empty means k3s where Docker answers, else local.
export CLUSTER ?=
# K3s' containers outlive the program that starts them, and the next one finds them.
export TESTCONTAINERS_REUSE_ENABLE ?= true

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: cluster-up ## Show the main job on a real cluster
	@$(java_and_go) e2e/demo

.PHONY: test
test: ## Run all tests, those on a real cluster included
	$(maven_and_go) verify

.PHONY: unit
unit: ## Run the tests that need no cluster
	$(maven) test

TEST ?= *IT
.PHONY: it
it: ## Run one test class on a real cluster: make it TEST=ClusterIT
	$(maven_and_go) verify -Dit.test='$(TEST)' -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false

.PHONY: bench
bench: $(cluster_program) ## Measure, as ratios side by side
	@$(cluster) bench

ROUNDS ?= 10
.PHONY: bench-builder
bench-builder: $(cluster_program) ## Measure the builder against buildah, without a cluster: make bench-builder ROUNDS=3
	@$(cluster) bench-builder --rounds=$(ROUNDS)

.PHONY: bench-checks
bench-checks: $(cluster_program) ## Measure what checks add to a build, without a cluster: make bench-checks ROUNDS=10
	@$(cluster) bench-checks --rounds=$(ROUNDS)

.PHONY: bench-operator
bench-operator: $(cluster_program) ## Measure the operator's start and memory, without a cluster: make bench-operator ROUNDS=5
	@$(cluster) bench-operator --rounds=$(ROUNDS)

.PHONY: bench-measure
bench-measure: $(cluster_program) ## Measure what measuring costs servers, without a cluster: make bench-measure ROUNDS=10
	@$(cluster) bench-measure --rounds=$(ROUNDS)

SERVICE_ROUNDS ?= 7
.PHONY: bench-service
bench-service: $(cluster_program) ## Measure what the operator adds from kubectl apply to Ready
	@$(cluster) bench-service --rounds=$(SERVICE_ROUNDS)

SERVICES ?= 1000
.PHONY: bench-scale
bench-scale: $(cluster_program) ## Measure the operator with many services, without a cluster: make bench-scale SERVICES=5000
	@$(cluster) bench-scale --services=$(SERVICES)

.PHONY: cluster-up
cluster-up: $(cluster_program) ## Start a cluster, or find it running
	@$(cluster) up

.PHONY: cluster-down
cluster-down: $(cluster_program) ## Take the cluster down and leave nothing of it
	@$(cluster) down

.PHONY: cluster-environment
cluster-environment: $(cluster_program) ## Print what a shell needs to use the cluster, for eval
	@$(cluster) environment

.PHONY: builder
builder: $(cluster_program) ## Make the builder's program, with its own Java, and print where
	@$(cluster) builder

.PHONY: operator-image
operator-image: $(cluster_program) ## Make the operator's image, push it to the cluster's registry, and print its reference
	@$(cluster) operator-image

.PHONY: native-builder-image
native-builder-image: $(cluster_program) ## Make the builder's image with compilers, push it, and print its reference
	@$(cluster) native-builder-image

.PHONY: tools
tools: $(cluster_program) ## Build the cluster's programs into the cache, and print where
	@$(cluster) tools

AMD64 ?= 0
ARM64 ?= 1
.PHONY: fake-nodes
fake-nodes: $(cluster_program) ## Add nodes that only pretend: make fake-nodes AMD64=1 ARM64=2
	@$(cluster) fake-nodes --amd64=$(AMD64) --arm64=$(ARM64)

.PHONY: format
format: ## Format all Java
	$(maven) --quiet spotless:apply

.PHONY: generate
generate: $(cluster_program) ## Write the CRDs and their reference anew from the Java types, and what is made of the charts
	$(maven) --quiet --projects crds test-compile exec:java@generate
	@$(cluster) generate

.PHONY: clean
clean: ## Remove what was built in this folder
	$(maven) --quiet clean

$(cluster_program): $(cluster_sources)
	@echo 'Building the cluster program (its libraries are downloaded the first time)' >&2
	@$(maven) --quiet --projects builder,operator,e2e --also-make -DskipTests package
	@touch $@
