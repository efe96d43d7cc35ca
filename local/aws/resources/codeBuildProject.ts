import { ResourceError } from "../../cloudformation/errors.ts";
import type { Provisioned, ResourceProvider, ResourceRequest } from "../../cloudformation/types.ts";
import type { CodeBuild } from "../../codebuild/codebuild.ts";
import { CodeBuildError, type Project } from "../../codebuild/model.ts";

/** CloudFormation has all scalars as strings; the API has these as numbers and booleans. */
const numbers = new Set(["timeoutInMinutes", "queuedTimeoutInMinutes", "gitCloneDepth", "concurrentBuildLimit"]);
const booleans = new Set([
  "privilegedMode",
  "encryptionDisabled",
  "insecureSsl",
  "reportBuildStatus",
  "overrideArtifactName",
  "fetchSubmodules",
]);

/** AWS::CodeBuild::Project, made in our own CodeBuild. @param random numbers in [0, 1) */
export function codeBuildProjects(service: CodeBuild, random: () => number): ResourceProvider {
  return {
    create: async (request) =>
      refused(() =>
        provisioned(service.projects.create(request.scope, input(request, generatedName(request, random)))),
      ),
    update: async (request) =>
      refused(() => {
        const renamed = request.properties.Name !== request.oldProperties.Name;
        if (renamed)
          return provisioned(service.projects.create(request.scope, input(request, generatedName(request, random))));
        return provisioned(service.projects.update(request.scope, input(request, request.physicalId)));
      }),
    delete: async (request) => service.projects.delete(request.scope, request.physicalId),
  };
}

function refused<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof CodeBuildError)) throw error;
    throw new ResourceError(
      `${error.message} (Service: AWSCodeBuild; Status Code: 400; Error Code: ${error.code}; Proxy: null)`,
    );
  }
}

function provisioned({ name, arn }: Project): Provisioned {
  return { physicalId: name, attributes: { Arn: arn } };
}

function generatedName({ logicalId }: ResourceRequest, random: () => number): string {
  const suffix = Array.from({ length: 12 }, () => Math.floor(random() * 36).toString(36)).join("");
  return `${logicalId}-${suffix}`;
}

function input(request: ResourceRequest, name: string): Readonly<Record<string, unknown>> {
  const own = inApiForm(request.properties) as Readonly<Record<string, unknown>>;
  const tags = new Map(request.tags.map(({ key, value }) => [key, value]));
  for (const { key, value } of (own.tags ?? []) as readonly { key: string; value: string }[]) tags.set(key, value);
  const given = typeof own.name === "string" ? own.name : name;
  return { ...own, name: given, tags: [...tags].map(([key, value]) => ({ key, value })) };
}

/** The API's names begin with a small letter, and BuildSpec is one word there. */
function inApiForm(value: unknown, field = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => inApiForm(item));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const name = key === "BuildSpec" ? "buildspec" : key.charAt(0).toLowerCase() + key.slice(1);
        return [name, inApiForm(item, name)];
      }),
    );
  }
  if (numbers.has(field)) return Number(value);
  return booleans.has(field) ? String(value) === "true" : value;
}
