"""When it runs: Prefect flows, the command line, deployments."""

from flows.environment import prepare

prepare()
