"""Corrections of AWS's public parameters; see corrections.py for what a correction is."""

import re

from corrections import correction

# What AWS's list calls the services that Panther's releases use.
SERVICES = set(
    """apigateway application-autoscaling appsync athena cloudformation cloudtrail cloudwatch codebuild cognito-idp dynamodb
    ec2 ecr ecs elb events firehose glue guardduty iam kms lambda logs s3 secretsmanager serverlessrepo sns sqs ssm""".split()
)


@correction
def services_of_regions():
    """Public parameters tell which services a region has, but for China (MiniStack: has none of them)."""
    from ministack.services import ssm

    own = ssm._public_parameter
    path = re.compile(r"/aws/service/global-infrastructure/(?:regions/[\w-]+/)?services/([\w-]+)")

    def public_parameter(name):
        found = path.fullmatch(name)
        if not found or found[1] not in SERVICES or ssm.get_region().startswith("cn-"):
            return own(name)
        return {
            "Name": name,
            "Type": "String",
            "Value": found[1],
            "Version": 1,
            "LastModifiedDate": 1728518400,
            "ARN": f"arn:aws:ssm:{ssm.get_region()}::parameter{name}",
        }

    ssm._public_parameter = public_parameter
