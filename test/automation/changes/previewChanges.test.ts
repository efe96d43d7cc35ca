// What CloudFormation may answer to a preview, written by hand after its API reference: no local AWS.
import type { ChangeSetStatus, DescribeChangeSetOutput, ResourceChange } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { previewChanges } from "../../../automation/changes/previewChanges.ts";
import { previewDescription } from "../../../automation/changes/previewName.ts";
import { removeLeftoverPreviews } from "../../../automation/changes/removePreviews.ts";
import { patience } from "../../../automation/changes/waiting.ts";
import type { StackApi } from "../../../automation/clients.ts";
import type { DriverEvent } from "../../../automation/events.ts";
import type { Run } from "../../../automation/run.ts";
import { PantherError } from "../../../model/error.ts";
import { parseVersion } from "../../../model/release/version.ts";
import { VirtualTiming } from "../../support/scriptedStacks.ts";

const arnOf = (name: string) => `arn:aws:cloudformation:us-east-1:123456789012:changeSet/${name}/1`;
const coded = (name: string, message: string) => Object.assign(new Error(message), { name });
const nestedType = "AWS::CloudFormation::Stack";

interface Script {
  /** Of the root stack; undefined: there is none. */
  readonly rootStatus?: string;
  /** By name; `own` is the preview's. What is left out is a set without changes. */
  readonly sets?: Readonly<Record<string, Partial<DescribeChangeSetOutput>>>;
  /** How often the preview's own set is looked at before it is computed. */
  readonly looks?: number;
  readonly refuse?: Readonly<Record<string, Error>>;
  readonly pages?: readonly (readonly ResourceChange[])[];
  /** Name of an empty stack below the root stack, as a change set leaves it. */
  readonly empty?: string;
  readonly onCall?: (operation: string) => void;
}

/** CloudFormation by a script, with one root stack and the change set that is made of it. */
function scripted({ rootStatus, sets = {}, looks = 0, refuse = {}, pages = [[]], empty, onCall }: Script) {
  const calls: string[] = [];
  const inputs: object[] = [];
  let made: string | undefined;
  let status = rootStatus;
  let left = looks;
  const call = (operation: string, input: object) => {
    calls.push(operation);
    inputs.push(input);
    onCall?.(operation);
    const refusal = refuse[operation];
    if (refusal) throw refusal;
  };
  const api: Partial<Record<keyof StackApi, (input: never) => Promise<object>>> = {
    async describeStacks(input: object) {
      call("DescribeStacks", input);
      if (status === undefined) throw coded("ValidationError", "Stack with id panther does not exist");
      const Parameters = [{ ParameterKey: "Token", ParameterValue: "****" }];
      return { Stacks: [{ StackName: "panther", StackId: "root-id", StackStatus: status, Parameters }] };
    },
    async listChangeSets(input: object) {
      call("ListChangeSets", input);
      if ((input as { readonly StackName: string }).StackName === empty) return {};
      return { Summaries: made === undefined ? [] : [{ ChangeSetName: made, ChangeSetId: arnOf("own") }] };
    },
    async listStacks(input: object) {
      call("ListStacks", input);
      return { StackSummaries: empty === undefined ? [] : [{ StackName: empty, StackId: empty, RootId: "root-id" }] };
    },
    async createChangeSet(input: { readonly ChangeSetName: string }) {
      call("CreateChangeSet", input);
      made = input.ChangeSetName;
      status ??= "REVIEW_IN_PROGRESS";
      return { Id: arnOf("own") };
    },
    async describeChangeSet(input: { readonly ChangeSetName: string; readonly NextToken?: string }) {
      call("DescribeChangeSet", input);
      const own = input.ChangeSetName === arnOf("own");
      if (own && made === undefined) throw coded("ChangeSetNotFound", "gone");
      const computing = own && left-- > 0;
      const page = Number(input.NextToken ?? 0);
      const name = /changeSet\/(\w+)\//.exec(input.ChangeSetName)?.[1] ?? "";
      const changes = own ? (pages[page] ?? []) : [];
      const Status: ChangeSetStatus = computing ? "CREATE_IN_PROGRESS" : "CREATE_COMPLETE";
      return {
        ChangeSetId: input.ChangeSetName,
        StackName: own ? "panther" : `panther-${name}`,
        Status,
        Changes: changes.map((ResourceChange) => ({ Type: "Resource", ResourceChange })),
        ...(own && page + 1 < pages.length && { NextToken: String(page + 1) }),
        ...(!computing && sets[name]),
      };
    },
    async deleteChangeSet(input: object) {
      call("DeleteChangeSet", input);
      made = undefined;
      return {};
    },
    async deleteStack(input: object) {
      call("DeleteStack", input);
      status = undefined;
      return {};
    },
  };
  return { stacks: api as unknown as StackApi, calls, inputs, standing: () => ({ made, status }) };
}

const checked = {
  release: parseVersion("1.37.11"),
  parameters: ["Plain", "Token", "Later"],
  required: [],
  findings: [],
};

async function preview(
  script: Script,
  more: { readonly required?: readonly string[]; readonly signal?: AbortSignal } = {},
) {
  const aws = scripted(script);
  const events: DriverEvent[] = [];
  const run = {
    id: "run-1",
    aws: { stacks: aws.stacks },
    environment: {
      name: "test",
      region: "us-east-1",
      rootStackName: "panther",
      parameters: { Plain: "value" },
      secretParameterNames: ["Token", "Later"],
      deploymentRole: { kind: "existing", arn: "arn:aws:iam::123456789012:role/own" },
      templateSource: { kind: "panther" },
      tags: { team: "security" },
    },
    report: (event: DriverEvent) => void events.push(event),
    signal: more.signal ?? new AbortController().signal,
    timing: new VirtualTiming(2000),
  } as unknown as Run;
  const hop = { from: parseVersion("1.36.0"), checked: { ...checked, required: more.required ?? [] } };
  const result = await previewChanges(run, hop).catch((error: unknown) => error);
  return { ...aws, result, events };
}

const codeOf = (error: unknown) => (error instanceof PantherError ? error.code : String(error));
const change = (LogicalResourceId: string, more: Partial<ResourceChange> = {}): ResourceChange => ({
  Action: "Modify",
  LogicalResourceId,
  ResourceType: "AWS::SNS::Topic",
  ...more,
});
const nestedChange = (id: string) => change(id, { ResourceType: nestedType, ChangeSetId: arnOf(id) });

describe("a preview by a change set", () => {
  it("sends what the hop sends, without secrets, and reads all pages", async () => {
    const { result, inputs, calls, standing } = await preview({
      rootStatus: "UPDATE_COMPLETE",
      looks: 3,
      pages: [[change("A")], [change("B")], [change("C")]],
    });
    expect(result).to.deep.include({ secretsAsTheyRun: ["Token"], secretsLeftOut: ["Later"], roleArn: null });
    expect(result).to.have.nested.property("stack.resources").with.length(3);
    expect(inputs[calls.indexOf("CreateChangeSet")]).to.deep.include({
      ChangeSetName: "panther-plan-run-1",
      ChangeSetType: "UPDATE",
      IncludeNestedStacks: true,
      Parameters: [
        { ParameterKey: "Plain", ParameterValue: "value" },
        { ParameterKey: "Token", UsePreviousValue: true },
      ],
      Tags: [{ Key: "team", Value: "security" }],
    });
    expect(inputs[calls.indexOf("CreateChangeSet")]).to.not.have.property("RoleARN");
    expect(standing()).to.deep.equal({ made: undefined, status: "UPDATE_COMPLETE" });
  });

  it("takes a change set without changes for what it is, nested ones too", async () => {
    const StatusReason = "The submitted information didn't contain changes.";
    const failed = { Status: "FAILED", StatusReason } as const;
    for (const script of [{ sets: { own: failed } }, { pages: [[nestedChange("Core")]], sets: { Core: failed } }]) {
      const { result, standing } = await preview({ rootStatus: "CREATE_COMPLETE", ...script });
      expect(result).to.have.nested.property("stack.resources").with.length(0);
      expect(standing().made).to.equal(undefined);
    }
  });

  it("knows what hangs on a value that another nested stack hands over", async () => {
    const Target = { Attribute: "Properties", Name: "TableName", RequiresRecreation: "Always" } as const;
    const Details = [{ Target, ChangeSource: "ParameterReference", CausingEntity: "Handed" } as const];
    const table = change("Table", { ResourceType: "AWS::DynamoDB::Table", Replacement: "True", Details });
    const Parameters = [{ ParameterKey: "Handed", ParameterValue: "{{changeSet:KNOWN_AFTER_APPLY}}" }];
    const Core = { Parameters, Changes: [{ Type: "Resource", ResourceChange: table } as const] };
    const { result } = await preview({
      rootStatus: "UPDATE_COMPLETE",
      pages: [[nestedChange("Core")]],
      sets: { Core },
    });
    expect(result).to.have.deep.nested.property("counts.mayBeReplaced", 1);
    expect(result).to.have.deep.nested.property("counts.replaced", 0);
  });

  it("gives the reason of the nested change set that failed, at any depth", async () => {
    const above = (name: string) => ({
      Status: "FAILED" as const,
      StatusReason: `Nested change set ${arnOf(name)} was not successfully created: Currently in FAILED.`,
    });
    const { result, standing } = await preview({
      rootStatus: "UPDATE_COMPLETE",
      sets: {
        own: above("Mid"),
        Mid: above("Leaf"),
        Leaf: { Status: "FAILED", StatusReason: "No such bucket (test)" },
      },
    });
    expect(codeOf(result)).to.equal("change-set-failed");
    expect(result).to.have.property("message").that.includes("Of stack panther-Leaf it says: No such bucket (test)");
    expect(standing().made).to.equal(undefined);
  });

  it("refuses to begin where the stack is at work or stuck, or would need a secret", async () => {
    for (const [rootStatus, code] of [
      ["UPDATE_IN_PROGRESS", "preview-stack-busy"],
      ["UPDATE_ROLLBACK_FAILED", "preview-stack-stuck"],
      ["REVIEW_IN_PROGRESS", "preview-stack-stuck"],
    ] as const) {
      const { result, calls } = await preview({ rootStatus });
      expect([codeOf(result), calls.includes("CreateChangeSet")]).to.deep.equal([code, false]);
    }
    const { result } = await preview({ rootStatus: "UPDATE_COMPLETE" }, { required: ["Later"] });
    expect(codeOf(result)).to.equal("preview-needs-secret");
  });

  it("says which permission is missing, and what CloudFormation has against the request", async () => {
    const denied = coded("AccessDenied", "not authorized to perform: cloudformation:CreateChangeSet");
    const { result } = await preview({ rootStatus: "UPDATE_COMPLETE", refuse: { CreateChangeSet: denied } });
    expect(codeOf(result)).to.equal("preview-denied");
    expect(result).to.have.property("message").that.includes("cloudformation:CreateChangeSet");
    const invalid = coded("ValidationError", "Parameters: [X] must have values");
    const refused = await preview({ rootStatus: "UPDATE_COMPLETE", refuse: { CreateChangeSet: invalid } });
    expect(codeOf(refused.result)).to.equal("change-set-failed");
  });

  it("when it is aborted waits until the change set can be removed, with the stack that it brought about", async () => {
    const abort = new AbortController();
    let looks = 0;
    const onCall = (operation: string) => {
      if (operation === "DescribeChangeSet" && ++looks === 2) abort.abort(new Error("SIGINT"));
    };
    const { result, calls, events, standing } = await preview({ looks: 6, onCall }, { signal: abort.signal });
    expect(String(result)).to.equal("Error: SIGINT");
    expect(standing()).to.deep.equal({ made: undefined, status: undefined });
    expect(calls.filter((call) => call.startsWith("Delete"))).to.deep.equal(["DeleteChangeSet", "DeleteStack"]);
    expect(calls.indexOf("DeleteChangeSet")).to.be.greaterThan(6);
    expect(events.map((event) => event.type === "notice" && event.message.split(" ")[0])).to.deep.equal([
      "Having",
      "Interrupted.",
    ]);
  });

  it("gives up on one that is never computed, and names what it could not remove", async () => {
    const { result, events } = await preview({ rootStatus: "UPDATE_COMPLETE", looks: Number.POSITIVE_INFINITY });
    expect(codeOf(result)).to.equal("preview-timeout");
    expect(events.map((event) => event.type === "notice" && event.message)[1]).to.match(
      /delete-change-set --stack-name panther/,
    );
    const refuse = { DeleteChangeSet: coded("AccessDenied", "no (test)") };
    const kept = await preview({ rootStatus: "UPDATE_COMPLETE", refuse });
    expect(kept.result).to.have.property("counts");
    expect(kept.events.map((event) => event.type === "notice" && event.message)[1]).to.include("no (test)");
    expect(patience).to.be.greaterThan(600_000);
  });

  it("leaves an empty nested stack where the root stack is protected from deletion, and says so", async () => {
    const refused = "Stack [panther-More] cannot be deleted while TerminationProtection is enabled";
    const refuse = { DeleteStack: coded("ValidationError", refused) };
    const { result, events } = await preview({ rootStatus: "UPDATE_COMPLETE", empty: "panther-More", refuse });
    expect(result).to.have.property("counts");
    const notices = events.flatMap((event) => (event.type === "notice" ? [event.message] : []));
    expect(notices.at(-1)).to.include("panther-More is empty").and.include("while panther is protected");
    expect(notices.join()).to.not.include("could not be removed");
  });

  it("leaves other previews that go on alone, and judges by age where it can't look", async () => {
    const process = { pid: 1, started: "1", host: "h", place: "p" };
    for (const [runs, Description, hours, removed] of [
      [true, previewDescription(process), 9, false],
      [false, previewDescription(process), 0, true],
      [undefined, previewDescription(process), 1, false],
      [undefined, previewDescription(process), 9, true],
      [undefined, "by hand {", 9, true],
      [undefined, '{"pid":"1"}', 1, false],
    ] as const) {
      const { stacks, calls } = scripted({ rootStatus: "UPDATE_COMPLETE" });
      const timing = new VirtualTiming(2000);
      const CreationTime = new Date(timing.now().getTime() - hours * 3_600_000);
      let listed = 0;
      const listChangeSets = async () => ({
        Summaries:
          listed++ === 0
            ? [
                { ChangeSetName: "panther-plan-x", ChangeSetId: arnOf("x"), Description, CreationTime },
                { ChangeSetName: "other" },
              ]
            : [],
        $metadata: {},
      });
      let gone = false;
      const describeChangeSet = async () => {
        if (gone) throw coded("ChangeSetNotFound", "gone");
        return { Status: "CREATE_COMPLETE" };
      };
      const deleteChangeSet = async () => {
        gone = true;
        return {};
      };
      const api = { ...stacks, listChangeSets, describeChangeSet, deleteChangeSet } as unknown as StackApi;
      const place = {
        stacks: api,
        timing,
        rootStackName: "panther",
        report: () => undefined,
        signal: new AbortController().signal,
      };
      await removeLeftoverPreviews(place, {
        self: process,
        runs: async () => runs,
        beganAt: async () => undefined,
        withArgument: async () => [],
      });
      expect([gone, calls.includes("DeleteStack")]).to.deep.equal([removed, false]);
    }
  });
});
