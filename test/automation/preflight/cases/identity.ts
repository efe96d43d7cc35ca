import { accountId, now } from "../fakeContext.ts";
import type { CheckCase } from "./checkCase.ts";

const user = `arn:aws:iam::${accountId}:user/jane`;
const session = { temporary: true, renewed: false, inFile: false };
const ending = (minutes: number) => ({ ...session, expiration: new Date(now.getTime() + minutes * 60_000) });
const plan = { plan: { plan: { seconds: 2400, hops: [{}] } } };
// No call of its own: STS has answered before, in a way that nobody understands.
const strange = "arn-without-parts";

export const identityCases = {
  account: {
    passes: {},
    finds: { caller: `arn:aws-cn:iam::${accountId}:user/jane` },
    refused: () => ({ caller: strange }),
  },
  "root-user": {
    passes: {},
    finds: { caller: `arn:aws:iam::${accountId}:root` },
    refused: () => ({ caller: strange }),
  },
  "session-lifetime": {
    passes: { credentials: ending(41), facts: plan },
    finds: { credentials: ending(39), facts: plan },
    refused: (error) => ({ credentials: error, facts: plan }),
  },
  mfa: {
    passes: { caller: user, credentials: session, apis: { iam: { getAccountSummary: { SummaryMap: { Users: 3 } } } } },
    finds: {
      caller: user,
      credentials: session,
      apis: {
        iam: {
          getAccountSummary: Object.assign(new Error("The security token included in the request is invalid"), {
            name: "InvalidClientTokenId",
          }),
        },
      },
    },
    refused: (getAccountSummary) => ({ caller: user, credentials: session, apis: { iam: { getAccountSummary } } }),
    // Who is refused by a policy has reached IAM.
    answeredBy: /AccessDenied/,
  },
  "access-keys": {
    passes: {},
    finds: {
      caller: user,
      credentials: { temporary: false, renewed: false, inFile: true },
      apis: {
        iam: {
          listAccessKeys: {
            AccessKeyMetadata: [
              { UserName: "jane", AccessKeyId: "AKIA", Status: "Active", CreateDate: new Date("2026-01-01") },
            ],
            IsTruncated: false,
          },
        },
      },
    },
    refused: (listAccessKeys) => ({
      caller: user,
      credentials: { temporary: false, renewed: false, inFile: false },
      apis: { iam: { listAccessKeys } },
    }),
  },
} as const satisfies Readonly<Record<string, CheckCase>>;
