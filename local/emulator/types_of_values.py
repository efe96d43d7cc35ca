"""Numbers and booleans as such: CloudFormation hands them on as strings, AWS's resource schemas say which are none."""

import re

# Below these, keys and values are the user's own, or a document's.
FREE_FORM = re.compile(
    r"(Tags|Variables|Parameters|Labels|Options|Attributes|Definition|Document|Policy|Policies|Body|Templates?|String|Value)$"
)

# Properties that are numbers wherever they appear.
NUMBERS = frozenset(
    """
    BackupRetentionPeriod BatchSize BucketLevel BurstLimit CacheTtlInSeconds ContainerPort Cooldown DatapointsToAlarm
    DeregistrationDelay DesiredCapacity DesiredCount DurationSeconds EvaluationPeriods FromPort HealthCheckGracePeriodSeconds
    HealthCheckIntervalSeconds HealthCheckTimeoutSeconds HealthyThresholdCount HostPort IntervalInSeconds Limit
    MaxCapacity MaxReceiveCount MaxSessionDuration MaximumBatchingWindowInSeconds MaximumConcurrency MaximumPercent
    MaximumRecordAgeInSeconds MaximumRetryAttempts MemoryReservation MinCapacity MinimumHealthyPercent MinimumLength Offset
    ParallelizationFactor PasswordLength PendingWindowInDays Period Port ProvisionedConcurrentExecutions ProvisionedThroughputInMibps
    RateLimit ReadCapacityUnits ReservedConcurrentExecutions RetentionInDays SizeInMBs TemporaryPasswordValidityDays Threshold ToPort
    TumblingWindowInSeconds UnhealthyThresholdCount Weight WriteCapacityUnits
    """.split()
)

# Numbers in a container's definition, strings in the task's.
IN_CONTAINER = frozenset(["Cpu", "Memory"])

NUMBER = re.compile(r"-?\d+(\.\d+)?$")


def typed(value, key="", container=False):
    """The value with numbers and booleans instead of their strings where AWS has such."""
    if isinstance(value, dict):
        if FREE_FORM.search(key):
            return value
        return {name: typed(item, name, container) for name, item in value.items()}
    if isinstance(value, list):
        if FREE_FORM.search(key):
            return value
        return [typed(item, key, container or key == "ContainerDefinitions") for item in value]
    if not isinstance(value, str) or FREE_FORM.search(key):
        return value
    if value in ("true", "false"):
        return value == "true"
    if NUMBER.match(value) and (key in NUMBERS or (container and key in IN_CONTAINER)):
        return float(value) if "." in value else int(value)
    return value
