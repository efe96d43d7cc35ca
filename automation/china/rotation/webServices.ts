import type { Service } from "@aws-sdk/client-ecs";
import { newestDeployment, type WebService } from "../../../model/china/webPickup.ts";
import { isAbsent } from "../../isAbsent.ts";
import { type PageToken, pages } from "../../pages.ts";
import { ask } from "../ask.ts";
import type { Rotation } from "./rotation.ts";

/** Where a service of the web app is. */
export interface ServicePlace {
  readonly arn: string;
  readonly cluster: string;
}

/** ECS services in the web side's root stack and in those nested in it; none where that side does not stand. */
export async function findServices(rotation: Rotation): Promise<readonly ServicePlace[]> {
  const services: string[] = [];
  const clusters: string[] = [];
  const left = [rotation.webRootStackName];
  for (let stack = left.pop(); stack !== undefined; stack = left.pop()) {
    for (const { ResourceType, PhysicalResourceId: id } of await resourcesOf(rotation, stack)) {
      if (!id) continue;
      if (ResourceType === "AWS::CloudFormation::Stack") left.push(id);
      if (ResourceType === "AWS::ECS::Service") services.push(id);
      if (ResourceType === "AWS::ECS::Cluster") clusters.push(id);
    }
  }
  return services.map((arn) => ({ arn, cluster: clusterIn(arn) ?? clusters[0] ?? "default" }));
}

async function resourcesOf(rotation: Rotation, stack: string) {
  const { webStacks, webRootStackName } = rotation;
  const read = (token: PageToken) =>
    ask(rotation, { side: "web", action: "cloudformation:ListStackResources" }, () =>
      webStacks.listStackResources({ StackName: stack, ...token }),
    );
  try {
    const found = [];
    for await (const { StackResourceSummaries = [] } of pages(read)) found.push(...StackResourceSummaries);
    return found.filter(({ ResourceStatus }) => ResourceStatus !== "DELETE_COMPLETE");
  } catch (error) {
    if (stack === webRootStackName && isAbsent(error)) return [];
    throw error;
  }
}

/** Of accounts that still have the short ARNs it is not in there. */
function clusterIn(arn: string): string | undefined {
  const [, cluster, service] =
    arn
      .split(":service/")
      .at(-1)
      ?.match(/^([^/]+)\/(.+)$/) ?? [];
  return service === undefined ? undefined : cluster;
}

/** A service as ECS tells it; undefined where it is not active. */
export async function describeService(rotation: Rotation, place: ServicePlace): Promise<WebService | undefined> {
  const { services: [service] = [] } = await ask(rotation, { side: "web", action: "ecs:DescribeServices" }, () =>
    rotation.apis.services.describeServices({ cluster: place.cluster, services: [place.arn] }),
  );
  return service?.status === "ACTIVE" ? webService(place, service) : undefined;
}

/**
 * Starts a service's tasks anew, with the release that it has.
 * @returns ID of the deployment; missing where ECS does not say
 */
export async function redeployService(rotation: Rotation, { arn, cluster }: ServicePlace): Promise<string | undefined> {
  rotation.aboutToChange();
  const { service } = await ask(rotation, { side: "web", action: "ecs:UpdateService" }, () =>
    rotation.apis.services.updateService({ cluster, service: arn, forceNewDeployment: true }),
  );
  return service && newestDeployment(webService({ arn, cluster }, service))?.id;
}

function webService(place: ServicePlace, service: Service): WebService {
  return {
    arn: place.arn,
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    deployments: (service.deployments ?? []).map(
      ({ id = "", status = "", createdAt, updatedAt, rolloutState, rolloutStateReason }) => ({
        id,
        status,
        created: createdAt ?? new Date(0),
        updated: updatedAt ?? createdAt ?? new Date(0),
        ...(rolloutState !== undefined && { rollout: rolloutState }),
        ...(rolloutStateReason !== undefined && { reason: rolloutStateReason }),
      }),
    ),
  };
}
