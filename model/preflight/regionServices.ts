import { typeInAws } from "./fixedNames.ts";
import { failure, type Observation, pass, unknown } from "./outcome.ts";
import type { ReleaseResource } from "./releaseResources.ts";

/** What AWS's list calls a service whose name in resource types is another; several where the list has had several. */
const listed: Readonly<Record<string, readonly string[]>> = {
  ApplicationAutoScaling: ["application-autoscaling"],
  Cognito: ["cognito-idp"],
  ElasticLoadBalancingV2: ["elb", "elbv2"],
  Events: ["events", "eventbridge"],
  KinesisFirehose: ["firehose", "kinesis-firehose"],
  Serverless: ["serverlessrepo"],
};
/** CloudFormation's own, and what it makes without a service. */
const withoutService = /^(?:Custom::|AWS::CloudFormation::(?:CustomResource|WaitCondition))/;

/** A service that a release needs. */
export interface NeededService {
  /** As resource types name it: `DynamoDB`. */
  readonly name: string;
  /** As AWS's list may name it. */
  readonly listed: readonly string[];
}

/** The services that a release's resource types are of. */
export function servicesOf(resources: readonly ReleaseResource[]): readonly NeededService[] {
  const types = resources.map(({ type }) => typeInAws(type)).filter((type) => !withoutService.test(type));
  const names = [...new Set(types.map((type) => type.split("::")[1] ?? type))].sort();
  return names.map((name) => ({ name, listed: listed[name] ?? [name.toLowerCase()] }));
}

/**
 * Names of the public parameters in which AWS says that a service is in a region, and that there is one of that name at all.
 * Source: AWS Systems Manager User Guide, "Calling public parameters for AWS services, Regions, endpoints".
 */
export function serviceParameters(region: string, service: string): { readonly there: string; readonly known: string } {
  const path = "/aws/service/global-infrastructure";
  return { there: `${path}/regions/${region}/services/${service}`, known: `${path}/services/${service}` };
}

/** @param found names of the parameters that there are */
export function serviceObservations(
  needed: readonly NeededService[],
  found: ReadonlySet<string>,
  region: string,
): readonly Observation[] {
  const has = (kind: "there" | "known", service: NeededService) =>
    service.listed.some((name) => found.has(serviceParameters(region, name)[kind]));
  const there = needed.filter((service) => has("there", service));
  if (needed.length > 0 && there.length === 0) {
    const fix = "Look the services up in AWS's list by region; China and GovCloud have lists of their own.";
    return [unknown(`AWS publishes no list of the services in ${region}.`, fix)];
  }
  const missing = needed.filter((service) => !there.includes(service) && has("known", service));
  const untold = needed.filter((service) => !there.includes(service) && !missing.includes(service));
  const names = (services: readonly NeededService[]) => services.map(({ name }) => name).join(", ");
  return [
    ...(missing.length === 0
      ? []
      : [
          failure(
            `${region} does not have what the release makes: ${names(missing)}.`,
            "Deploy in another region, or ask Panther for a release without it.",
          ),
        ]),
    ...(untold.length === 0
      ? []
      : [unknown(`AWS's list has no service of that name: ${names(untold)}.`, "Look it up in AWS's list by region.")]),
    ...(missing.length + untold.length > 0
      ? []
      : [pass(`All ${there.length} services that the release needs are in ${region}.`)]),
  ];
}
