// Failures that Panther's users have met, by its issues and documentation, as histories of its own nested stacks.
import { expect } from "chai";
import { diagnose } from "../../../model/diagnosis/diagnose.ts";
import { hintFor } from "../../../model/diagnosis/hint.ts";
import type { StackEvent } from "../../../model/diagnosis/stackEvent.ts";
import { arn, cancelled, echo, histories, history, type Told } from "./histories.ts";

const create: Told = [0, "root", "CREATE_IN_PROGRESS", "User Initiated"];
const update: Told = [0, "root", "UPDATE_IN_PROGRESS", "User Initiated"];
const minutes = (count: number) => count * 60;

interface Case {
  readonly what: string;
  readonly stacks: Readonly<Record<string, readonly StackEvent[]>>;
  readonly path: string;
  readonly code: string;
  readonly also?: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: "panther-labs/panther#2401: a log group of an earlier deployment, seven minutes in",
    stacks: {
      root: history(
        "root",
        create,
        [minutes(5), "Bootstrap", "CREATE_COMPLETE", undefined, { nested: "bootstrap" }],
        [minutes(7), "BootstrapGateway", "CREATE_FAILED", echo("gateway"), { nested: "gateway" }],
        [minutes(7), "Dashboards", "CREATE_FAILED", cancelled, { nested: "dashboards" }],
        [
          minutes(8),
          "root",
          "ROLLBACK_IN_PROGRESS",
          "The following resource(s) failed to create: [Dashboards, BootstrapGateway]. Rollback requested by user.",
        ],
        [minutes(12), "root", "ROLLBACK_COMPLETE"],
      ),
      gateway: history(
        "gateway",
        [minutes(6), "gateway", "CREATE_IN_PROGRESS"],
        [
          minutes(7),
          "CustomResourceFunctionLogGroup",
          "CREATE_FAILED",
          "/aws/lambda/panther-cfn-custom-resources already exists",
          { type: "AWS::Logs::LogGroup" },
        ],
        [minutes(7), "PythonLayer", "CREATE_FAILED", cancelled, { type: "AWS::Lambda::LayerVersion" }],
        [minutes(8), "gateway", "DELETE_IN_PROGRESS"],
        [minutes(9), "gateway", "DELETE_COMPLETE"],
      ),
    },
    path: "root/BootstrapGateway/CustomResourceFunctionLogGroup",
    code: "leftover-log-group",
  },
  {
    what: "an organisation that forbids VPCs, and an audit bucket that fills again while it is deleted (panther-labs/panther#398)",
    stacks: {
      root: history(
        "root",
        create,
        [20, "Bootstrap", "CREATE_FAILED", echo("bootstrap"), { nested: "bootstrap" }],
        [21, "root", "ROLLBACK_IN_PROGRESS"],
        [30, "Bootstrap", "DELETE_FAILED", "Embedded stack was not successfully deleted", { nested: "bootstrap" }],
        [31, "root", "ROLLBACK_FAILED", "The following resource(s) failed to delete: [Bootstrap]. "],
      ),
      bootstrap: history(
        "bootstrap",
        [1, "bootstrap", "CREATE_IN_PROGRESS"],
        [
          9,
          "VPC",
          "CREATE_FAILED",
          "User: arn:aws:sts::123456789012:assumed-role/PantherDeploymentRole/AWSCloudFormation is not authorized to perform: ec2:CreateVpc on resource: * with an explicit deny in a service control policy",
          { type: "AWS::EC2::VPC" },
        ],
        [22, "bootstrap", "DELETE_IN_PROGRESS"],
        [28, "AuditLogs", "DELETE_FAILED", "The bucket you tried to delete is not empty", { type: "AWS::S3::Bucket" }],
        [29, "bootstrap", "DELETE_FAILED", "The following resource(s) failed to delete: [AuditLogs]. "],
      ),
    },
    path: "root/Bootstrap/VPC",
    code: "service-control-policy",
    also: ["rollback root/Bootstrap/AuditLogs"],
  },
  {
    what: "CloudSecurityMemory=4096: fits the root template, and minutes later not the nested one",
    stacks: {
      root: history(
        "root",
        update,
        [
          minutes(3),
          "CloudSecurity",
          "UPDATE_FAILED",
          "Parameter 'CloudSecurityMemory' must be a number not greater than 2048",
          { nested: "security" },
        ],
        [minutes(4), "root", "UPDATE_ROLLBACK_COMPLETE"],
      ),
      security: history("security", [-900, "security", "CREATE_IN_PROGRESS"], [-600, "security", "CREATE_COMPLETE"]),
    },
    path: "root/CloudSecurity",
    code: "parameter",
  },
  {
    what: "OnboardSelf in an account that has PantherAuditRole from a trial, three stacks down",
    stacks: {
      root: history("root", update, [60, "Onboard", "CREATE_FAILED", echo("onboard"), { nested: "onboard" }]),
      onboard: history(
        "onboard",
        [10, "onboard", "CREATE_IN_PROGRESS"],
        [50, "CloudSecIAM", "CREATE_FAILED", echo("iam"), { nested: "iam" }],
      ),
      iam: history(
        "iam",
        [20, "iam", "CREATE_IN_PROGRESS"],
        [40, "AuditRole", "CREATE_FAILED", "PantherAuditRole-us-east-1 already exists", { type: "AWS::IAM::Role" }],
      ),
    },
    path: "root/Onboard/CloudSecIAM/AuditRole",
    code: "leftover-role",
  },
  {
    what: "the web app's containers, which the template gives 20 minutes",
    stacks: {
      root: history("root", create, [
        minutes(40),
        "Web",
        "CREATE_FAILED",
        echo(
          "web",
          "Stack creation time exceeded the specified timeout. The following resource(s) failed to create: [WebService]. ",
        ),
        { nested: "web" },
      ]),
      web: history(
        "web",
        [minutes(20), "web", "CREATE_IN_PROGRESS"],
        [minutes(40), "WebService", "CREATE_FAILED", cancelled, { type: "AWS::ECS::Service" }],
        [
          minutes(40),
          "web",
          "CREATE_FAILED",
          "Stack creation time exceeded the specified timeout. The following resource(s) failed to create: [WebService]. ",
        ],
      ),
    },
    path: "root/Web",
    code: "stack-timeout",
  },
  {
    what: "BootstrapStackOnly=true: the update ends well and has deleted all but one nested stack",
    stacks: {
      root: history(
        "root",
        update,
        [5, "Bootstrap", "UPDATE_COMPLETE", undefined, { nested: "bootstrap" }],
        [6, "root", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"],
        [7, "Web", "DELETE_COMPLETE", undefined, { nested: "web" }],
        [8, "Core", "DELETE_COMPLETE", undefined, { nested: "core" }],
        [9, "root", "UPDATE_COMPLETE"],
      ),
    },
    path: "root/Web",
    code: "lost-nested-stack",
    also: ["lost root/Core"],
  },
  {
    what: "panther-labs/panther#67: a service that the account may not use, told by Panther's own function",
    stacks: {
      root: history("root", create, [60, "Web", "CREATE_FAILED", echo("web"), { nested: "web" }]),
      web: history(
        "web",
        [1, "web", "CREATE_IN_PROGRESS"],
        [
          50,
          "Certificate",
          "CREATE_FAILED",
          "Received response status [FAILED] from custom resource. Message returned: SubscriptionRequiredException: The AWS Access Key Id needs a subscription for the service (RequestId: 75f768f5)",
          { type: "Custom::Certificate" },
        ],
      ),
    },
    path: "root/Web/Certificate",
    code: "service-not-activated",
  },
];

describe("what Panther's users have met", () => {
  for (const { what, stacks, path, code, also = [] } of cases) {
    it(what, () => {
      const found = diagnose(arn("root"), histories(stacks));
      expect(found.path.join("/")).to.equal(path);
      expect(found.cause && hintFor(found.cause)?.code).to.equal(code);
      expect(found.also.map((one) => `${one.what} ${one.path.join("/")}`)).to.deep.equal(also);
    });
  }
});
