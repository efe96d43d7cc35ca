import { expect } from "chai";
import type { LogGroupApis } from "../../../../automation/teardown/logGroups/logGroupApis.ts";
import { planLogGroups } from "../../../../automation/teardown/logGroups/planLogGroups.ts";
import { removeLogGroups } from "../../../../automation/teardown/logGroups/removeLogGroups.ts";
import type {
  LogGroupOwners,
  LogGroupPlan,
  LogGroupResult,
} from "../../../../model/teardown/logGroups/logGroupPlan.ts";

const $metadata = {};
const nobody: LogGroupOwners = { functions: [], projects: [], logGroups: [], graphqlApis: [] };

/** An account with these log groups, with what is in them, and these functions. */
class Account {
  readonly groups = new Map<string, { readonly tags: Record<string, string> }>();
  functions: readonly string[] = [];
  /** Calls that fail, by what they are asked about. */
  readonly failing = new Map<string, Error>();
  readonly asked: string[] = [];

  add(...names: readonly string[]): this {
    for (const name of names) this.groups.set(name, { tags: {} });
    return this;
  }

  get apis(): LogGroupApis {
    const logs = {
      // Two to a page.
      describeLogGroups: async ({ logGroupNamePrefix = "", nextToken = "" }) => {
        this.#fail(`describe ${logGroupNamePrefix}`);
        const names = [...this.groups.keys()].filter((name) => name.startsWith(logGroupNamePrefix) && name > nextToken);
        const page = names.sort().slice(0, 2);
        const logGroups = page.map((name) => ({ logGroupName: name, logGroupArn: `arn:${name}`, storedBytes: 3 }));
        return { logGroups, ...(names.length > 2 && { nextToken: page[1] }), $metadata };
      },
      listTagsForResource: async ({ resourceArn = "" }) => {
        this.#fail(`tags ${resourceArn}`);
        return { tags: this.groups.get(resourceArn.slice("arn:".length))?.tags, $metadata };
      },
      deleteLogGroup: async ({ logGroupName = "" }) => {
        this.#fail(`delete ${logGroupName}`);
        if (!this.groups.delete(logGroupName)) throw named("ResourceNotFoundException", "not there");
        return { $metadata };
      },
    };
    const functions = {
      listFunctions: async ({ Marker = "0" }) => {
        this.#fail("functions");
        const [at, name] = [Number(Marker), this.functions[Number(Marker)]];
        const Functions = name === undefined ? [] : [{ FunctionName: name }];
        return { Functions, ...(at + 1 < this.functions.length && { NextMarker: String(at + 1) }), $metadata };
      },
    };
    return { logs, functions } as unknown as LogGroupApis;
  }

  #fail(call: string): void {
    this.asked.push(call);
    const failure = this.failing.get(call);
    if (failure) throw failure;
  }
}

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

describe("log groups of a teardown", () => {
  let account: Account;
  const { signal } = new AbortController();
  beforeEach(() => {
    account = new Account();
  });

  const plan = (owners: Partial<LogGroupOwners> = {}) =>
    planLogGroups({ apis: account.apis, owners: { ...nobody, ...owners }, signal });
  const ways = (plans: readonly LogGroupPlan[]) => Object.fromEntries(plans.map(({ name, way }) => [name, way]));
  const remove = (plans: readonly LogGroupPlan[], report: (result: LogGroupResult) => void = () => undefined) =>
    removeLogGroups(plans, { apis: account.apis, signal, report });

  it("are found by their beginnings, page by page, and by what the stacks name; nobody else's are", async () => {
    account.add("/aws/lambda/panther-a", "/aws/lambda/panther-alerts-api", "/aws/lambda/panther-z");
    account.add("/aws/lambda/other", "/aws/rds/panther", "aws-waf-logs-shop", "aws-waf-logs-panther-web");
    account.add(
      "/aws/codebuild/panther-pulumi",
      "/aws/appsync/apis/abc",
      "/aws/appsync/apis/other",
      "panther-web-logs",
    );
    account.add("own-name");
    const plans = await plan({ functions: ["panther-z"], graphqlApis: ["abc"], logGroups: ["own-name"] });
    expect(plans.map(({ name }) => name)).to.deep.equal(plans.map(({ name }) => name).sort());
    expect(ways(plans)).to.deep.equal({
      "/aws/appsync/apis/abc": "delete",
      "/aws/codebuild/panther-pulumi": "delete",
      "/aws/lambda/panther-a": "ask",
      "/aws/lambda/panther-alerts-api": "delete",
      "/aws/lambda/panther-z": "delete",
      "aws-waf-logs-panther-web": "ask",
      "own-name": "delete",
      "panther-web-logs": "delete",
    });
    expect(plans[0]?.storedBytes).to.equal(3);
  });

  it("of somebody else's panther service are asked about, also under a name of Panther's own", async () => {
    account.add("/aws/lambda/panther-source-api", "/aws/lambda/panther-tracker", "/aws/lambda/panther-users-api");
    account.functions = ["first", "panther-source-api", "panther-tracker", "panther-users-api"];
    expect(ways(await plan({ functions: ["panther-users-api"] }))).to.deep.equal({
      "/aws/lambda/panther-source-api": "ask",
      "/aws/lambda/panther-tracker": "ask",
      "/aws/lambda/panther-users-api": "delete",
    });
  });

  it("are told by their names alone where functions can't be listed, and asked about where tags can't be read", async () => {
    account.add("/aws/lambda/panther-source-api", "/aws/lambda/panther-tagged", "/aws/lambda/panther-unread");
    account.groups.set("/aws/lambda/panther-tagged", { tags: { Application: "Panther" } });
    account.failing.set("functions", named("AccessDeniedException", "no"));
    account.failing.set("tags arn:/aws/lambda/panther-unread", named("AccessDeniedException", "no"));
    expect(ways(await plan())).to.deep.equal({
      "/aws/lambda/panther-source-api": "delete",
      "/aws/lambda/panther-tagged": "delete",
      "/aws/lambda/panther-unread": "ask",
    });
    // What is known already needs no call.
    expect(account.asked.filter((call) => call.startsWith("tags"))).to.have.length(2);
  });

  it("that can't be listed end the plan, as do credentials that have run out", async () => {
    account.failing.set("describe panther-web-logs", named("AccessDeniedException", "no"));
    expect(await plan().catch((error) => error)).to.include({ code: "log-groups-not-listed" });
    account.failing.set("describe panther-web-logs", named("ExpiredTokenException", "over"));
    expect(await plan().catch((error) => error)).to.include({ code: "credentials-expired" });
  });

  it("are deleted where that was said, one after the other, whatever becomes of one", async () => {
    account.add("/aws/lambda/panther-log-processor", "/aws/lambda/panther-rules-engine", "/aws/lambda/panther-mine");
    account.add("/aws/lambda/panther-users-api", "/aws/lambda/panther-source-api");
    const plans = await plan();
    account.groups.delete("/aws/lambda/panther-users-api");
    const refusals = {
      "/aws/lambda/panther-rules-engine": named(
        "ValidationException",
        "Cannot delete log group with deletion protection enabled.",
      ),
      "/aws/lambda/panther-source-api": named("AccessDeniedException", "no"),
    };
    for (const [name, error] of Object.entries(refusals)) account.failing.set(`delete ${name}`, error);
    const told: LogGroupResult[] = [];
    const results = await remove(plans, (result) => void told.push(result));
    const byName = Object.fromEntries(
      results.map((result) => [result.name.slice("/aws/lambda/panther-".length), result]),
    );
    expect(Object.entries(byName).map(([name, { kind }]) => `${name} ${kind}`)).to.deep.equal([
      "log-processor deleted",
      "mine kept",
      "rules-engine failed",
      "source-api failed",
      "users-api gone",
    ]);
    expect(byName["rules-engine"]).to.have.property("fix").that.includes("--no-deletion-protection-enabled");
    expect(byName["source-api"]).to.have.property("fix").that.includes("logs:DeleteLogGroup");
    expect([...account.groups.keys()]).to.have.members(["/aws/lambda/panther-mine", ...Object.keys(refusals)]);
    expect(told).to.have.deep.members([...results]);
  });

  it("end with the signal's reason, and go on later", async () => {
    account.add("/aws/lambda/panther-log-processor", "/aws/lambda/panther-rules-engine");
    const plans = await plan();
    const stop = new AbortController();
    const reason = new Error("SIGINT");
    const report = () => stop.abort(reason);
    const end = removeLogGroups(plans, { apis: account.apis, signal: stop.signal, report });
    expect(await end.catch((error: unknown) => error)).to.equal(reason);
    expect((await remove(await plan())).every(({ kind }) => kind === "deleted")).to.equal(true);
    expect(account.groups.size).to.equal(0);
    account.failing.set("delete /aws/lambda/panther-log-processor", named("ExpiredTokenException", "over"));
    expect(await remove(plans).catch((error) => error)).to.include({ code: "credentials-expired" });
  });
});
