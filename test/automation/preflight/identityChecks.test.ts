import { expect } from "chai";
import { credentialFacts } from "../../../automation/preflight/credentialFacts.ts";
import { identityChecks } from "../../../automation/preflight/identityChecks.ts";
import { accountId, awsError, type FakeContext, now, refusals, resultOf } from "./fakeContext.ts";

const look = async (code: string, fake: FakeContext) => (await resultOf(identityChecks, code, fake)).verdict;
const user = `arn:aws:iam::${accountId}:user/jane`;
const session = { temporary: true, renewed: false, inFile: false };
const key = { temporary: false, renewed: false, inFile: false };
const in40Minutes = new Date(now.getTime() + 40 * 60_000);

describe("identity, checked", () => {
  it("account: of the region's partition or not", async () => {
    expect(await look("account", {})).to.equal("pass");
    const caller = `arn:aws-cn:iam::${accountId}:user/jane`;
    expect(await look("account", { caller })).to.equal("failure");
  });

  it("root-user: is refused", async () => {
    expect(await look("root-user", {})).to.equal("pass");
    expect(await look("root-user", { caller: `arn:aws:iam::${accountId}:root` })).to.equal("failure");
  });

  it("session-lifetime: against what the plan takes, or a hop's usual time where there is none", async () => {
    const credentials = { ...session, expiration: in40Minutes };
    const plan = (seconds: number | null, hops = 1) => ({ plan: { plan: { seconds, hops: Array(hops).fill({}) } } });
    expect(await look("session-lifetime", { credentials, facts: plan(39 * 60) })).to.equal("pass");
    expect(await look("session-lifetime", { credentials, facts: plan(41 * 60) })).to.equal("warning");
    expect(await look("session-lifetime", { credentials, facts: plan(null, 0) })).to.equal("warning");
    expect(await look("session-lifetime", { credentials, facts: { plan: awsError("AccessDenied") } })).to.equal(
      "warning",
    );
    expect(await look("session-lifetime", { credentials: session, facts: plan(null) })).to.equal("could-not-tell");
  });

  it("mfa: whether IAM takes a user's session", async () => {
    const asked = (getAccountSummary: unknown) => ({
      caller: user,
      credentials: session,
      apis: { iam: { getAccountSummary } },
    });
    expect(await look("mfa", {})).to.equal("pass");
    expect(await look("mfa", asked({ SummaryMap: {} }))).to.equal("pass");
    expect(await look("mfa", asked(awsError("InvalidClientTokenId")))).to.equal("failure");
    expect(await look("mfa", asked(awsError("ThrottlingException")))).to.equal("could-not-tell");
  });

  it("access-keys: a user's own, and how old", async () => {
    const asked = (listAccessKeys: unknown) => ({ caller: user, credentials: key, apis: { iam: { listAccessKeys } } });
    expect(await look("access-keys", {})).to.equal("pass");
    const old = { AccessKeyMetadata: [{ CreateDate: new Date("2026-01-01"), Status: "Active" }] };
    const { observations } = await resultOf(identityChecks, "access-keys", asked(old));
    expect(observations.map(({ message }) => message)[1]).to.include("324 days old");
    for (const error of refusals) expect(await look("access-keys", asked(error))).to.equal("could-not-tell");
  });
});

describe("what credentials tell of themselves", () => {
  it("is whether they end, are renewed, or lie in a file", () => {
    const base = { accessKeyId: "AKIA" };
    expect(credentialFacts(base)).to.deep.equal(key);
    expect(credentialFacts({ ...base, $source: { CREDENTIALS_PROFILE: "n" } }).inFile).to.equal(true);
    const expiration = in40Minutes;
    expect(credentialFacts({ ...base, sessionToken: "t", expiration })).to.deep.equal({ ...session, expiration });
    expect(credentialFacts({ ...base, sessionToken: "t", $source: { CREDENTIALS_IMDS: "0" } }).renewed).to.equal(true);
  });
});
