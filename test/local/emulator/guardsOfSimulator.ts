import type { Guard } from "./guard.ts";
import { scope } from "./probe.ts";

const statements = (...list: readonly object[]) =>
  `{"Version":"2012-10-17","Statement":[\n${list.map((one) => JSON.stringify(one)).join(",\n")}\n]}`;
const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const elsewhere = {
  Effect: "Deny",
  Action: "sqs:*",
  Resource: "*",
  Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
};
const onlyHere = { ...everything, Condition: { StringEquals: { "aws:RequestedRegion": scope.region } } };
const viaCloudFormation = {
  ...everything,
  Condition: { "ForAnyValue:StringEquals": { "aws:CalledVia": "cloudformation.amazonaws.com" } },
};

/** What the simulator says of one action under these policies, and of each region. */
async function simulated(client: Parameters<Guard["look"]>[0]["client"], more: Readonly<Record<string, string>>) {
  const form = new URLSearchParams({
    Action: "SimulateCustomPolicy",
    Version: "2010-05-08",
    "ActionNames.member.1": "sqs:CreateQueue",
    "ContextEntries.member.1.ContextKeyName": "aws:RequestedRegion",
    "ContextEntries.member.1.ContextKeyType": "string",
    ...more,
  });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = form.toString();
  const answer = await client.call({ scope, service: "iam", method: "POST", path: "/", headers, body });
  const text = answer.body.toString();
  const told = (name: string) => new RegExp(`<${name}>(\\w+)<`).exec(text)?.[1] ?? "";
  return [told("EvalDecision"), told("Line"), told("AllowedByOrganizations")].join(" ").trim();
}

export const guardsOfSimulator: Readonly<Record<string, Guard>> = {
  "simulated-context": {
    look: async ({ client }) => {
      const region = "ContextEntries.member.1.ContextKeyValues.member.1";
      const own = { "PolicyInputList.member.1": statements(everything, elsewhere) };
      const level = "OrderedOrganizationPolicyInputList.member";
      const organization = {
        "PolicyInputList.member.1": statements(everything),
        [`${level}.1.ServiceControlPolicyInputList.member.1`]: statements(everything),
        [`${level}.2.ServiceControlPolicyInputList.member.1`]: statements(everything),
        [`${level}.2.ServiceControlPolicyInputList.member.2`]: statements(elsewhere),
      };
      return [
        await simulated(client, { ...own, [region]: "eu-west-1" }),
        await simulated(client, { ...own, [region]: "us-east-1" }),
        await simulated(client, { ...organization, [region]: "eu-west-1" }),
        await simulated(client, { ...organization, [region]: "us-east-1" }),
        // Nothing but what is given: not even the region that is asked.
        await simulated(client, {
          "PolicyInputList.member.1": statements(onlyHere),
          "ContextEntries.member.1.ContextKeyName": "aws:PrincipalArn",
          "ContextEntries.member.1.ContextKeyValues.member.1": "arn:aws:iam::123456789012:role/a",
        }),
        await simulated(client, {
          "PolicyInputList.member.1": statements(viaCloudFormation),
          "ContextEntries.member.1.ContextKeyName": "aws:CalledVia",
          "ContextEntries.member.1.ContextKeyType": "stringList",
          "ContextEntries.member.1.ContextKeyValues.member.1": "cloudformation.amazonaws.com",
        }),
      ];
    },
    aws: ["allowed 2", "explicitDeny 3", "allowed 2 true", "explicitDeny  false", "implicitDeny", "allowed 2"],
    without: ["explicitDeny", "explicitDeny", "allowed", "allowed", "allowed", "implicitDeny"],
  },
};
