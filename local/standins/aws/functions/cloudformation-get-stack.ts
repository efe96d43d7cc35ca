import { CloudFormationClient, GetTemplateCommand } from "@aws-sdk/client-cloudformation";
import { tagMap } from "../call.ts";
import type { FunctionHandler } from "../handler.ts";
import { normalisedJson } from "../json.ts";
import { findStack, outputsOf } from "../resources/cloudformation-stack.ts";
import { text } from "../values.ts";

export const handler: FunctionHandler = async (call, args) => {
  const name = text(args, "name") ?? "";
  const stack = await findStack(call, name);
  if (stack === undefined) throw new Error("no matching CloudFormation Stack found");
  const client = call.client({ id: "CloudFormation", Client: CloudFormationClient });
  const { TemplateBody: body = "" } = await client.send(new GetTemplateCommand({ StackName: name }));
  const parameters = (stack.Parameters ?? []).map((item) => [item.ParameterKey, item.ParameterValue ?? ""]);
  return {
    capabilities: stack.Capabilities ?? [],
    description: stack.Description ?? "",
    disableRollback: stack.DisableRollback ?? false,
    iamRoleArn: stack.RoleARN ?? "",
    id: stack.StackId,
    name,
    notificationArns: stack.NotificationARNs ?? [],
    outputs: outputsOf(stack),
    parameters: Object.fromEntries(parameters),
    region: call.region,
    tags: tagMap(stack.Tags),
    templateBody: normalisedJson(body),
    timeoutInMinutes: stack.TimeoutInMinutes ?? 0,
  };
};
