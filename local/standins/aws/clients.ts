import type { Configuration, Environment, Keys } from "./configuration.ts";
import { endpointFor } from "./endpoints.ts";
import { awsError } from "./errors.ts";

/** What a client of the AWS SDK is made with here. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: Keys;
  readonly maxAttempts: number;
  readonly forcePathStyle: boolean;
  /** Bodies are not read for a checksum that only the real S3 wants. */
  readonly requestChecksumCalculation: "WHEN_REQUIRED";
  readonly responseChecksumValidation: "WHEN_REQUIRED";
}

/** Any client of the SDK: all that they have in common here is that middleware can be added to them. */
export interface SdkClient {
  readonly middlewareStack: object;
}

interface MiddlewareStack {
  add(middleware: SdkMiddleware, options: { readonly step: "initialize"; readonly name: string }): void;
}

type SdkMiddleware = (
  next: (args: unknown) => Promise<unknown>,
  context: { readonly commandName?: string },
) => (args: unknown) => Promise<unknown>;

/** An SDK client's class together with the service's name, as the SDKs write it. */
export interface Service<Client extends SdkClient> {
  readonly id: string;
  readonly Client: new (settings: ClientSettings) => Client;
}

/** Makes, or finds again, the client of a service in a region. */
export type ClientFor = <Client extends SdkClient>(service: Service<Client>, region: string) => Client;

/** Clients that throw what the AWS SDK for Go would say. */
export function clientsFor(configuration: Configuration, environment: Environment, credentials: Keys): ClientFor {
  const made = new Map<string, SdkClient>();
  return <Client extends SdkClient>(service: Service<Client>, region: string): Client => {
    const key = `${service.id} ${region}`;
    const known = made.get(key) as Client | undefined;
    if (known !== undefined) return known;
    const client = new service.Client({
      region,
      credentials,
      endpoint: endpointFor(service.id, configuration, environment),
      maxAttempts: (configuration.maxRetries ?? 2) + 1,
      forcePathStyle: configuration.s3UsePathStyle,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
    (client.middlewareStack as MiddlewareStack).add(goErrors(service.id), { step: "initialize", name: "goErrors" });
    made.set(key, client);
    return client;
  };
}

function goErrors(service: string): SdkMiddleware {
  return (next, context) => async (args) => {
    try {
      return await next(args);
    } catch (error) {
      throw awsError(service, (context.commandName ?? "").replace(/Command$/, ""), error);
    }
  };
}
