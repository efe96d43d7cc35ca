import type { ResourceProvider, ResourceRequest } from "../../cloudformation/types.ts";
import { isEmulated } from "./emulatedTypes.ts";
import { isInert } from "./inert.ts";

/** One provider per kind of resource. */
export interface Providers {
  readonly emulated: ResourceProvider;
  readonly custom: ResourceProvider;
  readonly codeBuildProject: ResourceProvider;
  readonly inert: ResourceProvider;
}

/** Sends each resource to the provider that can make it. */
export function resourceProvider(providers: Providers): ResourceProvider {
  const of = ({ type }: ResourceRequest): ResourceProvider => {
    if (isCustom(type)) return providers.custom;
    if (type === "AWS::CodeBuild::Project") return providers.codeBuildProject;
    return isInert(type) ? providers.inert : providers.emulated;
  };
  return {
    supports: (type, partition) =>
      (isCustom(type) || isInert(type) || isEmulated(type)) && !(partition === "aws-cn" && isNotInChina(type)),
    create: async (request) => of(request).create(request),
    update: async (request) => of(request).update(request),
    delete: async (request) => of(request).delete(request),
    read: async (request) => of(request).read?.(request),
  };
}

/** What Panther's split between China and a region outside is for: neither service was in China in the days of these releases. */
function isNotInChina(type: string): boolean {
  return /^AWS::(Cognito|AppSync)::/.test(type);
}

function isCustom(type: string): boolean {
  return type.startsWith("Custom::") || type === "AWS::CloudFormation::CustomResource";
}
