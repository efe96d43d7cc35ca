// CodeBuild's wire protocol (AWS JSON 1.1): the action is in X-Amz-Target, as CodeBuild_20161006.<Action>.
import type { Scope } from "../cloudformation/types.ts";
import type { CodeBuild } from "./codebuild.ts";
import { type Build, CodeBuildError } from "./model.ts";
import type { StartBuildInput } from "./overrides.ts";
import { viewAt } from "./timeline.ts";

export interface JsonAnswer {
  readonly status: number;
  readonly body: string;
}

type Input = Readonly<Record<string, unknown>>;
type Caller = { readonly scope: Scope; readonly initiator: string; readonly now: number };

const pageSize = 100;

const actions: Readonly<Record<string, (service: CodeBuild, input: Input, caller: Caller) => unknown>> = {
  CreateProject: (service, input, { scope }) => ({ project: service.projects.create(scope, input) }),
  UpdateProject: (service, input, { scope }) => ({ project: service.projects.update(scope, input) }),
  DeleteProject: (service, input, { scope }) => {
    service.projects.delete(scope, text(input, "name"));
    return {};
  },
  BatchGetProjects: (service, input, { scope }) => {
    const names = texts(input, "names");
    const projects = names.flatMap((name) => service.projects.find(scope, name) ?? []);
    return { projects, projectsNotFound: names.filter((name) => !service.projects.find(scope, name)) };
  },
  ListProjects: (service, input, { scope }) => {
    const names = [...service.projects.names(scope)].sort();
    return page("projects", input.sortOrder === "DESCENDING" ? names.reverse() : names, input);
  },
  StartBuild: (service, input, caller) => {
    text(input, "projectName");
    return { build: view(service.startBuild(caller.scope, input as StartBuildInput, caller.initiator), caller.now) };
  },
  StopBuild: (service, input, { scope, now }) => ({ build: view(service.stopBuild(scope, text(input, "id")), now) }),
  RetryBuild: (service, input, { scope, initiator, now }) => ({
    build: view(service.retryBuild(scope, text(input, "id"), initiator), now),
  }),
  BatchGetBuilds: (service, input, { scope, now }) => {
    const ids = texts(input, "ids");
    const builds = ids.flatMap((id) => service.find(scope, id) ?? []);
    return {
      builds: builds.map((build) => view(build, now)),
      buildsNotFound: ids.filter((id) => !service.find(scope, id)),
    };
  },
  ListBuilds: (service, input, { scope }) => page("ids", sorted(service.builds(scope), input), input),
  ListBuildsForProject: (service, input, { scope }) => {
    const project = service.projects.get(scope, text(input, "projectName"));
    return page("ids", sorted(service.builds(scope, project.name), input), input);
  },
};

/** Answers one call; `target` is the X-Amz-Target header. */
export function handleCodeBuild(service: CodeBuild, target: string, body: string, caller: Caller): JsonAnswer {
  const action = actions[target.slice(target.lastIndexOf(".") + 1)];
  if (!action)
    return failure("UnknownOperationException", `Local CodeBuild does not know ${target}; see local/codebuild/api.ts`);
  try {
    return {
      status: 200,
      body: JSON.stringify(action(service, body === "" ? {} : (JSON.parse(body) as Input), caller)),
    };
  } catch (error) {
    if (error instanceof CodeBuildError) return failure(error.code, error.message);
    throw error;
  }
}

function failure(code: string, message: string): JsonAnswer {
  return { status: 400, body: JSON.stringify({ __type: code, message }) };
}

/** A build as BatchGetBuilds shows it at `now` (milliseconds since the epoch). */
function view(build: Build, now: number): Readonly<Record<string, unknown>> {
  const { partition, region, accountId } = build.scope;
  return {
    id: build.id,
    arn: `arn:${partition}:codebuild:${region}:${accountId}:build/${build.id}`,
    buildNumber: build.number,
    projectName: build.projectName,
    startTime: build.started / 1000,
    initiator: build.initiator,
    environment: build.environment,
    ...build.settings,
    ...viewAt(build, now),
    logs: logs(build, now),
  };
}

/** Before the build leaves the queue it has no container, and so no log: CodeBuild then shows a link to "null". */
function logs(build: Build, now: number): Readonly<Record<string, unknown>> {
  const { partition, region, accountId } = build.scope;
  const console =
    partition === "aws-cn"
      ? "console.amazonaws.cn"
      : partition === "aws-us-gov"
        ? "console.amazonaws-us-gov.com"
        : "console.aws.amazon.com";
  const link = `https://${console}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/`;
  const cloudWatchLogs = { status: "ENABLED" };
  const provisioning = build.phases.find((phase) => phase.type === "PROVISIONING")?.offset ?? Number.POSITIVE_INFINITY;
  if (now < build.started + provisioning) return { deepLink: `${link}null/log-events/null`, cloudWatchLogs };
  const group = build.logGroup;
  return {
    groupName: group,
    streamName: build.uuid,
    deepLink: `${link}${encodeURIComponent(encodeURIComponent(group)).replaceAll("%", "$")}/log-events/${build.uuid}`,
    cloudWatchLogsArn: `arn:${partition}:logs:${region}:${accountId}:log-group:${group}:log-stream:${build.uuid}`,
    cloudWatchLogs,
  };
}

function sorted(newestFirst: readonly Build[], input: Input): readonly string[] {
  const ids = newestFirst.map((build) => build.id);
  return input.sortOrder === "ASCENDING" ? ids.reverse() : ids;
}

function page(name: string, all: readonly string[], input: Input): Readonly<Record<string, unknown>> {
  const start = Number(input.nextToken ?? 0);
  if (!Number.isInteger(start) || start < 0) throw new CodeBuildError("InvalidInputException", "Invalid next token");
  const end = start + pageSize;
  return { [name]: all.slice(start, end), ...(end < all.length && { nextToken: String(end) }) };
}

function text(input: Input, field: string): string {
  const value = input[field];
  if (typeof value === "string" && value !== "") return value;
  throw new CodeBuildError("InvalidInputException", `${field} is required`);
}

function texts(input: Input, field: string): readonly string[] {
  const value = input[field];
  if (Array.isArray(value) && value.length > 0 && value.length <= pageSize) return value.map(String);
  throw new CodeBuildError("InvalidInputException", `${field} must hold between 1 and ${pageSize} entries`);
}
