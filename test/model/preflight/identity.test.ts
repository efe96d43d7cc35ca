import { expect } from "chai";
import { callerOf, partitionOfArn } from "../../../model/preflight/caller.ts";
import {
  accessKeyObservations,
  accountObservation,
  type CredentialFacts,
  iamObservation,
  mayLackIam,
  rootObservation,
  sessionObservation,
} from "../../../model/preflight/identity.ts";

const key: CredentialFacts = { temporary: false, renewed: false, inFile: false };
const session: CredentialFacts = { temporary: true, renewed: false, inFile: false };
const now = new Date("2026-11-21T12:00:00Z");
const user = callerOf("arn:aws:iam::123456789012:user/team/jane");
const federated = callerOf("arn:aws:sts::123456789012:federated-user/bob");
const role = callerOf("arn:aws:sts::123456789012:assumed-role/Deployer/jane@example.com");

describe("who calls", () => {
  it("is read from the ARN", () => {
    expect(callerOf("arn:aws-cn:iam::123456789012:root")).to.deep.equal({ kind: "root" });
    expect(user).to.deep.equal({ kind: "user", name: "jane" });
    expect(role).to.deep.equal({ kind: "role-session", role: "Deployer", session: "jane@example.com" });
    expect(federated).to.deep.equal({ kind: "federated-user", name: "bob" });
    expect(callerOf("")).to.deep.equal({ kind: "other" });
    expect(callerOf("arn:aws:sts::1:assumed-role")).to.include({ role: "", session: "" });
    expect(partitionOfArn("nonsense")).to.equal("");
  });

  it("may not be the root user", () => {
    expect(rootObservation({ kind: "root" }).verdict).to.equal("failure");
    expect(rootObservation(user).verdict).to.equal("pass");
    expect(rootObservation({ kind: "other" }).verdict).to.equal("could-not-tell");
  });

  it("has to be of the region's partition", () => {
    const arn = "arn:aws:iam::123456789012:user/jane";
    expect(accountObservation(arn, { accountId: "123456789012", region: "us-east-1" }).verdict).to.equal("pass");
    const { verdict, message } = accountObservation(arn, { accountId: "123456789012", region: "cn-north-1" });
    expect(accountObservation("", { accountId: "1", region: "us-east-1" }).verdict).to.equal("could-not-tell");
    expect(verdict).to.equal("failure");
    expect(message).to.equal("The credentials are of partition aws, and cn-north-1 is in aws-cn.");
  });
});

describe("how long a session lasts", () => {
  const question = { now, expectedSeconds: 2700, measured: false };
  const ending = (minutes: number) => ({ ...session, expiration: new Date(now.getTime() + minutes * 60_000) });

  it("is enough, too short, or not to be told", () => {
    expect(sessionObservation({ ...question, credentials: key }).verdict).to.equal("pass");
    expect(sessionObservation({ ...question, credentials: { ...ending(1), renewed: true } }).verdict).to.equal("pass");
    expect(sessionObservation({ ...question, credentials: ending(45) }).verdict).to.equal("pass");
    const short = sessionObservation({ ...question, credentials: ending(44), measured: true });
    expect(short.verdict).to.equal("warning");
    expect(short.message).to.include("ends in 44 minutes").and.include("45 minutes by earlier runs");
    expect(sessionObservation({ ...question, credentials: ending(1) }).message).to.include("ends in a minute,");
    expect(sessionObservation({ ...question, credentials: ending(-5) }).message).to.include("ends in 0 minutes");
    expect(sessionObservation({ ...question, credentials: session }).verdict).to.equal("could-not-tell");
  });
});

describe("a session without MFA", () => {
  const unknownKey = { name: "InvalidClientTokenId", message: "The security token included in the request is invalid" };

  it("is asked about where it may be one", () => {
    expect(mayLackIam(user, session)).to.equal(true);
    expect(mayLackIam(federated, session)).to.equal(true);
    expect(mayLackIam(user, key)).to.equal(false);
    expect(mayLackIam(role, session)).to.equal(false);
  });

  it("is told by what IAM answers", () => {
    expect(iamObservation(user, undefined).verdict).to.equal("pass");
    expect(iamObservation(user, { name: "AccessDenied", message: "not authorized" }).verdict).to.equal("pass");
    const refused = iamObservation(user, unknownKey);
    expect(refused.verdict).to.equal("failure");
    expect(refused.message).to.include("without MFA");
    expect(refused.evidence?.[0]).to.include("InvalidClientTokenId");
    expect(iamObservation(federated, unknownKey).message).to.include("federated");
    expect(iamObservation(user, { name: "Throttling", message: "Rate exceeded" }).verdict).to.equal("could-not-tell");
  });
});

describe("access keys", () => {
  const keyOf = (days: number, active = true) => ({ created: new Date(now.getTime() - days * 86_400_000), active });

  it("pass where the credentials are a session's", () => {
    expect(accessKeyObservations(session, undefined, now).map(({ verdict }) => verdict)).to.deep.equal(["pass"]);
  });

  it("are warned of: long-lived, older than 90 days, in a file", () => {
    const codes = (facts: CredentialFacts, ...keys: readonly ReturnType<typeof keyOf>[]) =>
      accessKeyObservations(facts, keys, now).map(({ message }) => message);
    expect(accessKeyObservations(key, undefined, now)).to.have.length(1);
    expect(codes(key, keyOf(90))).to.have.length(1);
    expect(codes(key, keyOf(91), keyOf(400, false))[1]).to.equal("The user has an access key that is 91 days old.");
    expect(codes({ ...key, inFile: true }, keyOf(1))[1]).to.include("plain text");
  });
});
