import type { SideName } from "../../model/environment/sides.ts";
import type { Existing } from "../../model/preflight/leftovers.ts";
import { pages } from "../pages.ts";
import { existingBuckets, existingQueues, existingTables, existingTopics } from "../preflight/dataSources.ts";
import { existingAliases, existingPolicies, existingRoles, existingTagged } from "../preflight/leftoverSources.ts";
import type { TeardownApis } from "./apis.ts";

/** What is there of Panther's or like it, and what nobody could look at. */
export interface Looked {
  readonly existing: readonly Existing[];
  /** AWS's words, by what was looked for. */
  readonly unread: readonly { readonly things: string; readonly why: string }[];
}

type Source = (apis: TeardownApis, region: string) => Promise<readonly Existing[]>;

const sources: Readonly<Record<string, Source>> = {
  roles: ({ iam }) => existingRoles({ iam }),
  policies: ({ iam }) => existingPolicies({ iam }),
  "server certificates": certificates,
  "key aliases": ({ keys }) => existingAliases({ keys }),
  buckets: ({ buckets: { buckets } }, region) => existingBuckets({ buckets }, [], region),
  // Some of an older Panther's have no tags.
  tables: ({ tables }) => existingTables({ tables }),
  topics: ({ topics }) => existingTopics({ topics }),
  queues: ({ queues }) => existingQueues({ queues }, []),
  "tagged resources": ({ tagged }) => existingTagged({ tagged }),
  repositories,
  layers,
  secrets,
};

/** A web app has no data, and nobody who takes one down needs to list any. */
const ofData: readonly string[] = ["tables", "topics", "queues"];

/** Looks for what a teardown leaves. What can't be looked at stops nothing. Changes nothing. */
export async function lookForStaying(apis: TeardownApis, region: string, side?: SideName): Promise<Looked> {
  const wanted = Object.entries(sources).filter(([things]) => side !== "web" || !ofData.includes(things));
  const looks = await Promise.all(
    wanted.map(async ([things, source]) => {
      try {
        return { existing: await source(apis, region), unread: [] };
      } catch (error) {
        return { existing: [], unread: [{ things, why: error instanceof Error ? error.message : String(error) }] };
      }
    }),
  );
  const all = looks.flatMap(({ existing }) => existing);
  // A repository is found by its name and by its tags.
  const once = new Map(all.map((one) => [`${one.type} ${one.name}`, one]));
  return { existing: [...once.values()], unread: looks.flatMap(({ unread }) => unread) };
}

/** Panther keeps its certificates below a path of their own. */
async function certificates({ iam }: TeardownApis, region: string): Promise<readonly Existing[]> {
  const found: Existing[] = [];
  let marker: string | undefined;
  do {
    const page = await iam.listServerCertificates({
      PathPrefix: `/panther/${region}/`,
      ...(marker && { Marker: marker }),
    });
    for (const { ServerCertificateName: name } of page.ServerCertificateMetadataList ?? []) {
      if (name) found.push({ type: "AWS::IAM::ServerCertificate", name, tagged: true });
    }
    marker = page.IsTruncated ? page.Marker : undefined;
  } while (marker);
  return found;
}

async function repositories({ repositories: api }: TeardownApis): Promise<readonly Existing[]> {
  const found: Existing[] = [];
  let token: string | undefined;
  do {
    const page = await api.describeRepositories({ ...(token && { nextToken: token }) });
    for (const { repositoryName: name } of page.repositories ?? []) {
      if (name) found.push({ type: "AWS::ECR::Repository", name });
    }
    token = page.nextToken;
  } while (token);
  return found;
}

async function layers({ layers: api }: TeardownApis): Promise<readonly Existing[]> {
  const found: Existing[] = [];
  let marker: string | undefined;
  do {
    const page = await api.listLayers({ ...(marker && { Marker: marker }) });
    for (const { LayerName: name } of page.Layers ?? []) {
      if (name) found.push({ type: "AWS::Lambda::LayerVersion", name });
    }
    marker = page.NextMarker;
  } while (marker);
  return found;
}

/** Those that are scheduled for deletion go by themselves. */
async function secrets({ secrets: api }: TeardownApis): Promise<readonly Existing[]> {
  const found: Existing[] = [];
  for await (const page of pages((token) => api.listSecrets(token))) {
    for (const { Name: name, DeletedDate } of page.SecretList ?? []) {
      if (name && !DeletedDate) found.push({ type: "AWS::SecretsManager::Secret", name });
    }
  }
  return found;
}
