"""Which names are taken: for the kinds of resources where MiniStack overwrites what is there."""

import uuid
from importlib import import_module


def by_key(module, store):
    """The store is keyed by the resource's name."""
    return lambda name, _properties: name in getattr(service(module), store)


def by_end_of_key(module, store):
    """The store is keyed by an ARN that ends in the resource's name."""
    return lambda name, _properties: any(
        key == name or key.endswith((f":{name}", f"/{name}")) for key in getattr(service(module), store)
    )


def service(module):
    return import_module(f"ministack.services.{module}")


def managed_policy(name, properties):
    from ministack.core.responses import get_account_id

    arn = f"arn:aws:iam::{get_account_id()}:policy{properties.get('Path', '/')}{name}"
    return arn in service("iam")._policies


def rule(name, properties):
    rules = service("eventbridge")._rules
    bus = properties.get("EventBusName", "default")
    return any(record.get("Name") == name and record.get("EventBusName", "default") == bus for record in rules.values())


def security_group(name, properties):
    groups = service("ec2")._security_groups
    # Without a VPC the group goes into the default one, whose id the template doesn't know.
    return any(
        record.get("GroupName") == name and properties.get("VpcId") in (None, record.get("VpcId")) for record in groups.values()
    )


def of_field(module, store, field):
    """The records of the store carry the name in a field."""
    return lambda name, _properties: any(record.get(field) == name for record in getattr(service(module), store).values())


# type: (property with the name, is it taken?, what AWS says; None for the general sentence)
NAMES = {
    "AWS::CloudWatch::Alarm": ("AlarmName", by_key("cloudwatch", "_alarms"), None),
    "AWS::CloudWatch::Dashboard": ("DashboardName", by_key("cloudwatch", "_dashboards"), None),
    "AWS::DynamoDB::Table": ("TableName", by_key("dynamodb", "_tables"), None),
    "AWS::EC2::SecurityGroup": ("GroupName", security_group, None),
    "AWS::ECR::Repository": ("RepositoryName", by_key("ecr", "_repositories"), None),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("Name", of_field("alb", "_lbs", "LoadBalancerName"), None),
    "AWS::ElasticLoadBalancingV2::TargetGroup": ("Name", of_field("alb", "_tgs", "TargetGroupName"), None),
    "AWS::Events::Rule": ("Name", rule, None),
    "AWS::IAM::ManagedPolicy": (
        "ManagedPolicyName",
        managed_policy,
        "A policy called {name} already exists. Duplicate names are not allowed. (Service: Iam, Status Code: 409, Request ID: {id})",
    ),
    "AWS::IAM::Role": (
        "RoleName",
        by_key("iam", "_roles"),
        "Role with name {name} already exists. (Service: Iam, Status Code: 409, Request ID: {id})",
    ),
    "AWS::KMS::Alias": ("AliasName", by_end_of_key("kms", "_aliases"), None),
    "AWS::Lambda::Function": ("FunctionName", by_key("lambda_svc", "_functions"), None),
    "AWS::Logs::LogGroup": ("LogGroupName", by_key("cloudwatch_logs", "_log_groups"), None),
    "AWS::SNS::Topic": ("TopicName", by_end_of_key("sns", "_topics"), None),
    "AWS::SQS::Queue": ("QueueName", by_key("sqs", "_queue_name_to_url"), None),
    "AWS::SecretsManager::Secret": (
        "Name",
        by_key("secretsmanager", "_secrets"),
        "The operation failed because the secret {name} already exists. (Service: SecretsManager, Status Code: 400, Request ID: {id})",
    ),
    "AWS::StepFunctions::StateMachine": ("StateMachineName", by_end_of_key("stepfunctions", "_state_machines"), None),
}


def taken_name_message(kind, properties, _stack_name, _logical_id):
    """What AWS says when the name is taken, or None; generated names are always free."""
    from corrections import handler_message

    if kind not in NAMES:
        return None
    property_name, is_taken, text = NAMES[kind]
    name = properties.get(property_name)
    if not name or not is_taken(name, properties):
        return None
    sentence = text or "Resource of type '{type}' with identifier '{name}' already exists."
    return handler_message(sentence.format(type=kind, name=name, id=uuid.uuid4()), "AlreadyExists")
