import { expect } from "chai";
import { failedEvent } from "../../automation/command.ts";
import { areExpired, areMissing, credentialsMissing, credentialsNotAccepted } from "../../automation/credentials.ts";
import { checkAccount } from "../../automation/run.ts";
import { userAgentOf, userAgentVariables } from "../../automation/userAgent.ts";
import type { PantherError } from "../../model/error.ts";

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

describe("expired credentials", () => {
  it("are told from other failures, whoever meets them", () => {
    const text = "The security token included in the request is expired";
    for (const name of ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId"])
      expect(areExpired(named(name, text)), name).to.equal(true);
    const login = "The SSO session associated with this profile has expired. To refresh it run aws sso login";
    expect(areExpired(named("CredentialsProviderError", login))).to.equal(true);
    expect(areExpired(named("CredentialsProviderError", "Could not load credentials from any providers"))).to.equal(
      false,
    );
    expect(areExpired(named("AccessDenied", "expired"))).to.equal(false);
    expect(areExpired("ExpiredToken")).to.equal(false);
  });

  it("are reported with what AWS does meanwhile and how to go on", () => {
    const event = failedEvent(named("ExpiredToken", "x"));
    expect(event.code).to.equal("credentials-expired");
    expect(event.message).to.include("goes on there by itself");
    expect(event.fix).to.include("run the same command again");
  });
});

describe("credentials that AWS does not know", () => {
  const prod = { name: "prod", expectedAccountId: "123456789012", region: "cn-north-1" };
  const refusedWith = (error: Error) =>
    checkAccount({ identity: { getCallerIdentity: () => Promise.reject(error) } as never }, prod).then(
      () => undefined,
      (thrown: PantherError) => thrown,
    );

  it("are no expired ones as long as nothing was seen to work: AWS's words, and what it may be", async () => {
    const words = "The security token included in the request is invalid.";
    for (const name of ["InvalidClientTokenId", "UnrecognizedClientException"]) {
      const refused = await refusedWith(named(name, words));
      expect(refused?.code).to.equal("credentials-not-accepted");
      expect(refused?.message)
        .to.include(`${name}: ${words}`)
        .and.include("prod, account 123456789012, in cn-north-1:");
      expect(refused?.fix).to.include("in aws-cn").and.include("not enabled").and.include("deleted");
    }
    // A stack that is to be adopted has no account to be expected.
    expect(credentialsNotAccepted(named("x", "y"), { name: "panther", region: "us-east-1" }).message).to.equal(
      "AWS does not accept the credentials for panther, in us-east-1: x: y",
    );
    expect((await refusedWith(named("ExpiredToken", words)))?.code).to.equal("credentials-expired");
  });
});

describe("missing credentials", () => {
  it("are told from other failures, with the account that they have to be for", () => {
    const none = named("CredentialsProviderError", "Could not load credentials from any providers");
    expect(areMissing(none)).to.equal(true);
    expect(areMissing(named("AccessDenied", "no credentials"))).to.equal(false);
    const { code, message, fix } = credentialsMissing(none, {
      name: "prod",
      expectedAccountId: "123456789012",
      region: "us-east-1",
    });
    expect(code).to.equal("credentials-missing");
    expect(message).to.include("prod, account 123456789012").and.include("any providers");
    expect(fix).to.include("AWS_PROFILE");
  });
});

describe("the user agent", () => {
  it("names the run and the reason, in characters that a user agent may have", () => {
    const origin = { runId: "run-1", reason: " Änderung (CHG 12): ok?\n" };
    expect(userAgentOf(origin)).to.deep.equal([
      ["panther-deploy", "run-1"],
      ["reason", "Anderung-CHG-12-ok"],
    ]);
    expect(userAgentOf({ runId: "run-1", reason: "??" })).to.deep.equal([["panther-deploy", "run-1"]]);
    expect(userAgentOf({ runId: "r", reason: "x".repeat(300) })[1]?.[1].length).to.equal(100);
    expect(userAgentVariables(origin, "")).to.deep.equal({
      TF_APPEND_USER_AGENT: "panther-deploy/run-1 reason/Anderung-CHG-12-ok",
    });
    expect(userAgentVariables({ runId: "r" }, "ci/7")).to.deep.equal({ TF_APPEND_USER_AGENT: "ci/7 panther-deploy/r" });
  });
});
