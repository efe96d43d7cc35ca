import { APIGateway } from "@aws-sdk/client-api-gateway";
import { ECS } from "@aws-sdk/client-ecs";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { Environment } from "../../model/environment/environment.ts";
import { clientSettings } from "../clients.ts";
import type { Origin } from "../userAgent.ts";

/** The calls of API Gateway that the driver makes, in the backend's account. */
export type GatewayApi = Pick<
  APIGateway,
  | "getRestApis"
  | "getStages"
  | "getUsagePlans"
  | "getUsagePlanKeys"
  | "createUsagePlanKey"
  | "getApiKeys"
  | "getApiKey"
  | "createApiKey"
  | "updateApiKey"
  | "deleteApiKey"
>;
/** Those of Secrets Manager, in the web app's account. */
export type SecretApi = Pick<SecretsManager, "describeSecret" | "getSecretValue" | "putSecretValue">;
/** Those of ECS, in the web app's account. */
export type ServiceApi = Pick<ECS, "describeServices" | "updateService">;

/** What joins the two sides of a split: the gateway in China, the secret and the services that read it outside. */
export interface JoinApis {
  readonly gateway: GatewayApi;
  readonly secrets: SecretApi;
  readonly services: ServiceApi;
}

/** Clients for both sides of a split, each with its own region and credentials. Undefined where there is no split. */
export function joinApis({ topology, region }: Pick<Environment, "topology" | "region">, origin: Origin) {
  if (topology.kind === "standard") return undefined;
  const { profile, webProfile, webRegion } = topology.china;
  const backend = clientSettings({ ...origin, region, ...(profile !== undefined && { profile }) });
  const web = clientSettings({
    ...origin,
    region: webRegion,
    ...(webProfile !== undefined && { profile: webProfile }),
  });
  const apis: JoinApis = {
    gateway: new APIGateway(backend),
    secrets: new SecretsManager(web),
    services: new ECS(web),
  };
  return apis;
}
