import {
  type Capability,
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  type OnFailure,
  type Stack,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { type Call, tagList, tagMap } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import { type ResourceHandler, Started } from "../handler.ts";
import { jsonProblem, normalisedJson } from "../json.ts";
import { hasUnknown, number, type Properties, text, textMap, texts } from "../values.ts";
import { type Operation, waitForStack } from "./cloudformation-wait.ts";

const service = { id: "CloudFormation", Client: CloudFormationClient };
const defaultTimeoutSeconds = 30 * 60;

export const handler: ResourceHandler = {
  inputs: [
    "capabilities",
    "disableRollback",
    "iamRoleArn",
    "name",
    "notificationArns",
    "onFailure",
    "parameters",
    "policyBody",
    "policyUrl",
    "tags",
    "templateBody",
    "templateUrl",
    "timeoutInMinutes",
  ],
  replaceOn: ["name", "onFailure", "disableRollback", "timeoutInMinutes"],
  computed: ["outputs", "parameters", "policyBody", "templateBody"],
  unknownOnUpdate: ["outputs"],
  zero: { disableRollback: false, iamRoleArn: "", outputs: {}, parameters: {}, timeoutInMinutes: 0 },
  autoName: { property: "name", maximum: 128 },
  sets: ["capabilities", "notificationArns"],
  json: ["policyBody", "templateBody"],
  tagged: true,

  check(inputs) {
    const body = text(inputs, "templateBody");
    const problems = [
      {
        property: "templateBody",
        argument: "template_body",
        value: body?.trimStart().startsWith("{") ? body : undefined,
      },
      { property: "policyBody", argument: "policy_body", value: text(inputs, "policyBody") },
    ];
    return problems.flatMap(({ property, argument, value }) => {
      const problem = value === undefined || hasUnknown(value) ? undefined : jsonProblem(value);
      return problem === undefined ? [] : [{ property, reason: `"${argument}" contains an invalid JSON: ${problem}` }];
    });
  },

  async create(call, inputs) {
    const token = requestToken();
    const name = text(inputs, "name") ?? "";
    let id: string;
    try {
      const { StackId } = await call.client(service).send(
        new CreateStackCommand({
          ...shared(inputs),
          ClientRequestToken: token,
          StackName: name,
          Tags: tagList(call.tags),
          DisableRollback: inputs.disableRollback === true ? true : undefined,
          OnFailure: text(inputs, "onFailure") as OnFailure | undefined,
          NotificationARNs: texts(inputs, "notificationArns"),
          RoleARN: text(inputs, "iamRoleArn"),
          StackPolicyBody: policyBody(inputs),
          StackPolicyURL: text(inputs, "policyUrl"),
          TemplateBody: templateBody(inputs),
          TimeoutInMinutes: number(inputs, "timeoutInMinutes"),
        }),
      );
      id = StackId ?? name;
    } catch (error) {
      throw new Error(`creating CloudFormation Stack (${name}): ${textOf(error)}`);
    }
    try {
      await wait(call, "create", id, token);
    } catch (error) {
      throw new Started(id, textOf(error));
    }
    return id;
  },

  async read(call, id, known) {
    const stack = await findStack(call, id).catch((error) => {
      throw new Error(`reading CloudFormation Stack (${id}): ${textOf(error)}`);
    });
    if (stack === undefined || stack.StackStatus === "DELETE_COMPLETE") return undefined;
    const { TemplateBody: body = "" } = await call
      .client(service)
      .send(new GetTemplateCommand({ StackName: id, TemplateStage: "Original" }))
      .catch((error) => {
        throw new Error(`reading CloudFormation Stack (${id}) template: ${textOf(error)}`);
      });
    const configured = textMap(known, "parameters");
    const parameters = (stack.Parameters ?? []).filter(({ ParameterKey = "" }) => ParameterKey in configured);
    return {
      // A stack that was imported by its name keeps that as its id.
      id,
      tags: tagMap(stack.Tags),
      state: {
        // Neither the template's URL nor an empty list is ever read back.
        ...(stack.Capabilities?.length ? { capabilities: stack.Capabilities } : {}),
        ...(stack.NotificationARNs?.length ? { notificationArns: stack.NotificationARNs } : {}),
        // The official plugin always shows false here, whatever the stack was created with.
        disableRollback: false,
        iamRoleArn: stack.RoleARN ?? "",
        name: stack.StackName,
        outputs: outputsOf(stack),
        parameters: Object.fromEntries(parameters.map((item) => [item.ParameterKey, item.ParameterValue ?? ""])),
        templateBody: normalisedJson(body),
        timeoutInMinutes: stack.TimeoutInMinutes ?? 0,
      },
    };
  },

  async update(call, id, inputs, old, changed) {
    const token = requestToken();
    const url = text(inputs, "templateUrl");
    try {
      await call.client(service).send(
        new UpdateStackCommand({
          ...shared(inputs),
          ClientRequestToken: token,
          StackName: id,
          Tags: tagList(call.tags),
          RoleARN: changed.has("iamRoleArn") ? String(inputs.iamRoleArn ?? "") : undefined,
          NotificationARNs: changed.has("notificationArns") ? (texts(inputs, "notificationArns") ?? []) : undefined,
          StackPolicyBody: changed.has("policyBody") ? policyBody(inputs) : undefined,
          StackPolicyURL: changed.has("policyUrl") ? text(inputs, "policyUrl") : undefined,
          // A body that the program does not set is the one that state remembers from the last read.
          TemplateBody: url === undefined ? (templateBody(inputs) ?? templateBody(old)) : undefined,
        }),
      );
    } catch (error) {
      if (isAwsError(error, "ValidationError") && error.reason.includes("No updates are to be performed")) return;
      throw new Error(`updating CloudFormation Stack (${id}): ${textOf(error)}`);
    }
    await wait(call, "update", id, token);
  },

  async delete(call, id) {
    const token = requestToken();
    try {
      await call.client(service).send(new DeleteStackCommand({ ClientRequestToken: token, StackName: id }));
    } catch (error) {
      // Also what AWS answers for a stack with termination protection: the official plugin takes both for "gone".
      if (isAwsError(error, "ValidationError")) return;
      throw new Error(`deleting CloudFormation Stack (${id}): ${textOf(error)}`);
    }
    await wait(call, "delete", id, token);
  },
};

/** What create and update send alike: parameters always in full, never `UsePreviousValue`. */
function shared(inputs: Properties) {
  const parameters = Object.entries(textMap(inputs, "parameters"));
  return {
    Capabilities: texts(inputs, "capabilities") as Capability[] | undefined,
    Parameters: parameters.map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    TemplateURL: text(inputs, "templateUrl"),
  };
}

function templateBody(properties: Properties): string | undefined {
  const body = text(properties, "templateBody");
  return body === undefined ? undefined : normalisedJson(body);
}

function policyBody(inputs: Properties): string | undefined {
  const body = text(inputs, "policyBody");
  return body === undefined ? undefined : normalisedJson(body);
}

function wait(call: Call, operation: Operation, id: string, token: string): Promise<void> {
  return waitForStack({
    call,
    client: call.client(service),
    operation,
    id,
    token,
    timeoutSeconds: call.timeoutSeconds ?? defaultTimeoutSeconds,
    find: () => findStack(call, id),
  });
}

export async function findStack(call: Call, name: string): Promise<Stack | undefined> {
  try {
    const { Stacks } = await call.client(service).send(new DescribeStacksCommand({ StackName: name }));
    return Stacks?.[0];
  } catch (error) {
    if (isAwsError(error, "ValidationError") && error.reason.includes("does not exist")) return undefined;
    throw error;
  }
}

export function outputsOf(stack: Stack): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
  );
}

let tokens = 0;

/** Of the official plugin's form, by which a stack's events tell which operation they belong to. */
function requestToken(): string {
  tokens += 1;
  const time = new Date().toISOString().replaceAll(/\D/g, "");
  return `terraform-${time}${String(process.pid % 100000).padStart(5, "0")}${String(tokens).padStart(4, "0")}`;
}
