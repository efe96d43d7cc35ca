import { expect } from "chai";
import { notKnown } from "../../../../model/rules/policy/facts.ts";
import { fips, operationsRole, supportRole, telemetry } from "../../../../model/rules/policy/rules/organisation.ts";
import { roleFirst } from "../../../../model/rules/policy/rules/roleFirst.ts";
import { roleOfSameMinor } from "../../../../model/rules/policy/rules/roleOfSameMinor.ts";
import { roleTrust } from "../../../../model/rules/policy/rules/roleTrust.ts";
import { secretsHidden } from "../../../../model/rules/policy/rules/secretsHidden.ts";
import {
  backend,
  having,
  other,
  role,
  root,
  rootComponent,
  said,
  saidAtEnd,
  templateUrl,
  web,
  withParameters,
} from "./facts.ts";

describe("policy role-of-same-minor", () => {
  const older = having(role, {
    templateUrl:
      "https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v1.38.0/template.yml",
  });
  const says = ["violation: The root stack is v1.39.7, and its deployment role is v1.38.0."];

  it("passes another patch of the same minor, and a role of the other side", () => {
    expect(said(roleOfSameMinor, role, { others: [rootComponent, root] })).to.deep.equal([]);
    expect(said(roleOfSameMinor, rootComponent, { others: [role] })).to.deep.equal([]);
    expect(said(roleOfSameMinor, older, { others: [backend, other] })).to.deep.equal([]);
    expect(saidAtEnd(roleOfSameMinor, root, role)).to.deep.equal([]);
  });

  it("refuses another minor, whichever of the two comes first, and says it once", () => {
    expect(said(roleOfSameMinor, older, { others: [rootComponent, root] })).to.deep.equal(says);
    expect(said(roleOfSameMinor, rootComponent, { others: [older] })).to.deep.equal(says);
    expect(said(roleOfSameMinor, root, { others: [older] })).to.deep.equal([]);
  });

  it("knows a role's stack of somebody else's program by its template", () => {
    const foreign = { ...older, urn: "urn:pulumi:prod::other::aws:cloudformation/stack:Stack::role" };
    expect(said(roleOfSameMinor, foreign, { others: [root] })).to.deep.equal(says);
  });

  it("cannot tell a role that is elsewhere, nor releases that are not known", () => {
    expect(saidAtEnd(roleOfSameMinor, root)).to.deep.equal([
      "not-told: The deployment role is not in this program: its version can't be seen. (panther-stack)",
    ]);
    const open = having(role, { templateUrl: notKnown });
    expect(said(roleOfSameMinor, open, { others: [root] })).to.deep.equal([]);
    expect(saidAtEnd(roleOfSameMinor, root, open)).to.deep.equal([
      "not-told: The release of root stack or role is not known yet. (panther-stack)",
    ]);
  });
});

describe("policy role-first", () => {
  it("passes a root stack that waits for the role, through whatever is between, or that has another role", () => {
    const between = { ...other, waitsFor: [role.urn, other.urn] };
    for (const waitsFor of [[role.urn], ["urn:gone", between.urn]]) {
      expect(saidAtEnd(roleFirst, role, between, { ...root, waitsFor })).to.deep.equal([]);
    }
    expect(saidAtEnd(roleFirst, root)).to.deep.equal([]);
    expect(said(roleFirst, having(root, { iamRoleArn: "arn:aws:iam::123456789012:role/x" }))).to.deep.equal([]);
    // Not known yet is there.
    expect(said(roleFirst, root)).to.deep.equal([]);
    expect(said(roleFirst, role)).to.deep.equal([]);
  });

  it("refuses a root stack that has none, or does not wait for it", () => {
    expect(said(roleFirst, having(root, { iamRoleArn: undefined }))).to.deep.equal([
      "violation: The root stack has no deployment role.",
    ]);
    const circle = { ...other, waitsFor: [other.urn] };
    for (const waitsFor of [undefined, [other.urn]]) {
      expect(saidAtEnd(roleFirst, role, circle, { ...root, ...(waitsFor && { waitsFor }) })).to.deep.equal([
        "violation: The root stack does not wait for the deployment role's stack, role-stack. (panther-stack)",
      ]);
    }
  });
});

describe("policy role-not-from-outside", () => {
  const from = (account: unknown, settings = {}, name = "IdentityAccountId") =>
    said(roleTrust, withParameters(role, { [name]: account as string }), { settings });

  it("passes none, blank, its own account, and those that are named", () => {
    for (const account of [undefined, "", "123456789012"]) expect(from(account)).to.deep.equal([]);
    expect(from("999999999999", { accounts: ["999999999999"] })).to.deep.equal([]);
    expect(said(roleTrust, having(role, { parameters: undefined }))).to.deep.equal([]);
    expect(said(roleTrust, withParameters(root, { IdentityAccountId: "999999999999" }))).to.deep.equal([]);
  });

  it("refuses others", () => {
    for (const name of ["IdentityAccountId", "OpsAccountId"]) {
      expect(from("999999999999", {}, name)).to.deep.equal([
        `violation: The deployment role can be assumed from account 999999999999 (${name}).`,
      ]);
    }
  });

  it("cannot tell what is not known yet, nor without knowing its own account", () => {
    expect(from(notKnown)).to.deep.equal(["not-told: The deployment role's IdentityAccountId is not known yet."]);
    expect(said(roleTrust, having(role, { parameters: notKnown }))).to.have.length(2);
    for (const provider of [{}, { allowedAccountIds: "[" }, { allowedAccountIds: "7" }]) {
      const facts = { ...withParameters(role, { IdentityAccountId: "123456789012" }), provider };
      expect(said(roleTrust, facts))
        .to.have.length(1)
        .and.match(/^not-told: It is not known whether 123456789012/);
    }
  });
});

describe("policy secrets-hidden", () => {
  const key = "c0ffee00c0ffee00c0ffee00c0ffee00";
  const withKey = withParameters(root, { DatadogAPIKey: key });

  it("passes secrets in their place, blank ones, and what looks like none", () => {
    for (const secretPaths of [["parameters.DatadogAPIKey"], ["parameters"]]) {
      expect(said(secretsHidden, { ...withKey, secretPaths })).to.deep.equal([]);
    }
    expect(said(secretsHidden, withParameters(root, { DatadogAPIKey: "" }))).to.deep.equal([]);
    expect(said(secretsHidden, having(role, { parameters: undefined }))).to.deep.equal([]);
    expect(said(secretsHidden, having(other, { name: "AKIAABCDEFGHIJKLMNOP" }))).to.deep.equal([]);
  });

  it("refuses them in plain text: by name, by the organisation's names, by what they look like; never shows them", () => {
    expect(said(secretsHidden, withKey)).to.deep.equal([
      "violation: DatadogAPIKey is a secret, and Pulumi has it in plain text.",
    ]);
    const own = withParameters(root, { CompanyDisplayName: "hush" });
    expect(said(secretsHidden, own, { settings: { parameters: ["CompanyDisplayName"] } })).to.have.length(1);
    const looks = having(root, {
      tags: { owner: "-----BEGIN RSA PRIVATE KEY-----" },
      notificationArns: ["AKIAABCDEFGHIJKLMNOP", notKnown, 7],
      templateUrl: `${templateUrl}?X-Amz-Signature=c0ffee`,
    });
    expect(said(secretsHidden, looks)).to.have.members([
      "violation: tags.owner holds what looks like a private key, in plain text.",
      "violation: notificationArns.0 holds what looks like an AWS access key, in plain text.",
      "violation: templateUrl holds what looks like a signed URL, in plain text.",
    ]);
  });

  it("cannot tell where nobody has noted what is secret", () => {
    const { secretPaths: _, ...unmarked } = withParameters(withKey, { CompanyDisplayName: "AKIAABCDEFGHIJKLMNOP" });
    expect(said(secretsHidden, unmarked))
      .to.have.length(1)
      .and.match(/^not-told: It is not known whether Pulumi keeps DatadogAPIKey/);
  });
});

describe("policies of what the organisation wants", () => {
  const settings = (values: object) => ({ settings: { ...values } });
  const support = (value: unknown, values: object) =>
    said(supportRole, withParameters(root, { SupportRoleIdentityAccountId: value as string }), settings(values));

  it("support-role: any, on, off, and of certain accounts", () => {
    expect(support(undefined, {})).to.deep.equal([]);
    expect(support("", { wanted: "off" })).to.deep.equal([]);
    expect(support("111111111111", { wanted: "on", accounts: ["111111111111"] })).to.deep.equal([]);
    expect(support(undefined, { wanted: "on" })).to.deep.equal([]);
    expect(support(undefined, { wanted: "off" })[0]).to.include(
      "is left to Panther's default, and the organisation wants it off",
    );
    expect(support("111111111111", { wanted: "off" })[0]).to.include('is "111111111111", and');
    expect(support("", { wanted: "on" })[0]).to.include("is blank, and the organisation wants it on");
    expect(support("111111111111", { accounts: ["222222222222"] })[0]).to.include("none of 222222222222");
    expect(support(notKnown, { wanted: "on" })).to.deep.equal([
      "not-told: SupportRoleIdentityAccountId is not known yet.",
    ]);
    // The web app in front of China has no such role.
    for (const facts of [web, role]) expect(said(supportRole, facts, settings({ wanted: "off" }))).to.deep.equal([]);
  });

  it("telemetry: Sentry, and Segment from the release on that has it", () => {
    const off = settings({ sentry: "off", segment: "off" });
    expect(said(telemetry, withParameters(root, { SentryEnvironment: "", SegmentEnvironment: "" }), off)).to.deep.equal(
      [],
    );
    expect(said(telemetry, root, off).map((text) => text.split(" ")[1])).to.deep.equal([
      "SentryEnvironment",
      "SegmentEnvironment",
    ]);
    const older = having(root, { templateUrl: templateUrl.replace("v1.39.7", "v1.38.5") });
    expect(said(telemetry, older, off)).to.have.length(1);
    expect(said(telemetry, having(root, { templateUrl: notKnown }), off)).to.have.length(2);
    expect(
      said(telemetry, withParameters(root, { SentryEnvironment: notKnown }), settings({ sentry: "on" })),
    ).to.deep.equal(["not-told: SentryEnvironment is not known yet."]);
    expect(said(telemetry, web, off)).to.deep.equal([]);
  });

  it("fips: on or off in the United States, from the release on that has it", () => {
    const on = settings({ wanted: "on" });
    expect(said(fips, withParameters(root, { EnableFips: "true" }), on)).to.deep.equal([]);
    expect(said(fips, root, settings({ wanted: "off" }))).to.deep.equal([]);
    expect(said(fips, root)).to.deep.equal([]);
    expect(said(fips, { ...root, provider: { region: "eu-west-1" } }, on)).to.deep.equal([]);
    expect(said(fips, web, on)).to.deep.equal([]);
    expect(said(fips, root, on)).to.deep.equal(["violation: EnableFips is off, and the organisation wants it on."]);
    const older = having(root, { templateUrl: templateUrl.replace("v1.39.7", "v1.36.0") });
    expect(said(fips, older, on)[0]).to.include("v1.36.0 has no EnableFips yet");
    expect(said(fips, older, settings({ wanted: "off" }))).to.deep.equal([]);
    expect(said(fips, { ...withParameters(root, { EnableFips: notKnown }), provider: {} }, on)).to.deep.equal([
      "not-told: EnableFips is not known yet.",
    ]);
  });

  it("operations-role: off, but for an exception that has a last day", () => {
    const named = withParameters(root, { OpsRoleIdentityAccountId: "888888888888" });
    const until = { until: "2026-11-21" };
    for (const facts of [
      root,
      withParameters(root, { OpsRoleIdentityAccountId: "" }),
      withParameters(web, { OpsRoleIdentityAccountId: "8" }),
    ])
      expect(said(operationsRole, facts)).to.deep.equal([]);
    expect(said(operationsRole, named, settings(until))).to.deep.equal([]);
    expect(said(operationsRole, named, settings({ ...until, account: "888888888888" }))).to.deep.equal([]);
    expect(said(operationsRole, named)).to.deep.equal([
      "violation: Panther's operations role is on, for account 888888888888.",
    ]);
    expect(said(operationsRole, named, { ...settings(until), today: "2026-11-22" })).to.deep.equal([
      "violation: Panther's operations role was to be there until 2026-11-21, and still is.",
    ]);
    expect(said(operationsRole, named, settings({ ...until, account: "777777777777" }))[0]).to.include(
      "exception is for 777777777777",
    );
    expect(said(operationsRole, withParameters(root, { OpsRoleIdentityAccountId: notKnown }))).to.deep.equal([
      "not-told: OpsRoleIdentityAccountId is not known yet.",
    ]);
  });
});
