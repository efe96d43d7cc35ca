import type { Guard } from "./guard.ts";
import { scope } from "./probe.ts";

const allowed = "arn:aws:sqs:us-east-1:111111111111:panther-a";
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sqs:CreateQueue", Resource: allowed }],
});

export const guardsOfIam: Readonly<Record<string, Guard>> = {
  "simulated-resources": {
    look: async ({ client }) => {
      const form = new URLSearchParams({
        Action: "SimulateCustomPolicy",
        Version: "2010-05-08",
        "PolicyInputList.member.1": policy,
        "ActionNames.member.1": "sqs:CreateQueue",
        "ResourceArns.member.1": allowed,
        "ResourceArns.member.2": "arn:aws:sqs:us-east-1:111111111111:other",
      });
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const answer = await client.call({
        scope,
        service: "iam",
        method: "POST",
        path: "/",
        headers,
        body: form.toString(),
      });
      return [...answer.body.toString().matchAll(/<EvalResourceDecision>(\w+)</g)].map(([, decision]) => decision);
    },
    aws: ["allowed", "implicitDeny"],
    without: [],
  },
  "an-administrator-in-each-account": {
    look: async (probe) => {
      const asked = (service: string, body: string) =>
        probe.client.call({
          scope,
          service,
          method: "POST",
          path: "/",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body,
        });
      const who = await asked("sts", "Action=GetCallerIdentity&Version=2011-06-15");
      const arn = /<Arn>(.*?)</.exec(who.body.toString())?.[1] ?? "";
      const form = new URLSearchParams({
        Action: "SimulatePrincipalPolicy",
        Version: "2010-05-08",
        PolicySourceArn: arn,
        "ActionNames.member.1": "sqs:CreateQueue",
      });
      const may = await asked("iam", form.toString());
      return [arn.split(":").at(-1), /<EvalDecision>(\w+)</.exec(may.body.toString())?.[1]];
    },
    aws: ["user/administrator", "allowed"],
    without: ["root", "implicitDeny"],
  },
};
