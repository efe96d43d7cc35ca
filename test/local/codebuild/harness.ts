import type { Scope } from "../../../local/cloudformation/types.ts";
import { VirtualClock } from "../../../local/cloudformation/virtualClock.ts";
import { handleCodeBuild } from "../../../local/codebuild/api.ts";
import { CodeBuild } from "../../../local/codebuild/codebuild.ts";
import type { BuildFault } from "../../../local/codebuild/model.ts";

export const scope: Scope = { accountId: "111111111111", region: "eu-west-1", partition: "aws" };
const buildspec = 'version: 0.2\nphases:\n  build:\n    commands:\n      - echo "stage $STAGE of $WHO"\n';
export const project = {
  name: "panther-pulumi",
  serviceRole: "arn:aws:iam::111111111111:role/build",
  artifacts: { type: "NO_ARTIFACTS" },
  source: { type: "NO_SOURCE", buildspec },
  environment: {
    type: "LINUX_CONTAINER",
    image: "aws/codebuild/standard:7.0",
    computeType: "BUILD_GENERAL1_SMALL",
    environmentVariables: [
      { name: "STAGE", value: "first" },
      { name: "WHO", value: "panther" },
    ],
  },
};

export interface BuildShape {
  readonly id: string;
  readonly buildStatus: string;
  readonly currentPhase: string;
  readonly buildComplete: boolean;
  readonly endTime?: number;
  readonly startTime: number;
  readonly environment: { readonly environmentVariables: readonly { name: string; value: string }[] };
  readonly logs: { readonly groupName?: string; readonly streamName?: string; readonly deepLink: string };
  readonly phases: readonly {
    phaseType: string;
    phaseStatus?: string;
    durationInSeconds?: number;
    contexts?: unknown;
  }[];
}

/** A CodeBuild in virtual time, with one project. */
export function setUp(buildSeconds = 100) {
  const clock = new VirtualClock();
  const written: { group: string; message: string; late: number }[] = [];
  const refusals: Error[] = [];
  const notices: unknown[] = [];
  let count = 0;
  const make = () =>
    new CodeBuild({
      clock,
      uuid: () => `uuid-${++count}`,
      settings: { buildSeconds },
      onLogError: (error) => notices.push(error),
      log: {
        write: async (_scope, group, _stream, events) => {
          const refusal = refusals.pop();
          if (refusal) throw refusal;
          for (const { message, timestamp } of events)
            written.push({ group, message, late: clock.now().getTime() - timestamp });
        },
      },
    });
  const service = make();
  const call = <T>(action: string, input: object, to = service, at = scope) => {
    const caller = { scope: at, initiator: "user", now: clock.now().getTime() };
    const { status, body } = handleCodeBuild(to, `CodeBuild_20161006.${action}`, JSON.stringify(input), caller);
    return { status, ...(JSON.parse(body) as T) };
  };
  const start = (input: object = {}) =>
    call<{ build: BuildShape }>("StartBuild", { projectName: project.name, ...input });
  const look = (id: string, to = service) => {
    const [build] = call<{ builds: readonly BuildShape[] }>("BatchGetBuilds", { ids: [id] }, to).builds;
    if (!build) throw new Error(`no build ${id}`);
    return build;
  };
  call("CreateProject", project);
  return { clock, service, call, start, look, make, written, refusals, notices };
}

export const fault = (fields: Partial<BuildFault> = {}): BuildFault => ({
  id: "f",
  project: project.name,
  phase: "BUILD",
  message: "boom",
  ...fields,
});
