import { link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

const record = v.object({
  run: v.string(),
  command: v.string(),
  caller: v.string(),
  pid: v.number(),
  started: v.string(),
  host: v.string(),
  place: v.string(),
  /** ISO 8601. */
  since: v.string(),
  /** Ids of the Pulumi processes that the run has started: a lock that one of them left is the run's. */
  pulumi: v.exactOptional(v.array(v.number()), []),
  /** ISO 8601; missing while it is held, and for ever when its holder was killed. */
  released: v.exactOptional(v.string()),
});

/** Who holds, or held, an environment. */
export type LeaseRecord = Readonly<v.InferOutput<typeof record>>;

/** One file of the lease folder. */
export interface LeaseFile {
  readonly generation: number;
  /** The file's own time, which its holder moves on. */
  readonly heartbeat: Date;
  /** Missing when the file can't be read as a lease. */
  readonly record?: LeaseRecord;
}

/** Files that stay, as evidence of whose a lock of Pulumi's is. */
const kept = 20;
/** A draft lives for the moment between its writing and its link; an older one is of a run that was killed in between. */
export const draftMilliseconds = 60_000;

/**
 * The leases of a folder, oldest first. The last one counts. A generation is made once and never removed before there is a
 * later one, so that two who saw the same end can't both follow it.
 */
export async function readLeases(folder: string): Promise<readonly LeaseFile[]> {
  const files = await Promise.all((await generations(folder)).map((generation) => readLease(folder, generation)));
  // One that is gone has been followed by others meanwhile; the last one was there after them.
  return files.flatMap((file) => file ?? []);
}

/** Makes a generation; false when somebody else has made it. */
export async function claimLease(
  folder: string,
  generation: number,
  content: LeaseRecord,
  now: Date,
): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = await writeDraft(folder, content);
  try {
    await touch(draft, now);
    // Unlike a file made and then written, a link has its content from the first moment.
    await link(draft, fileOf(folder, generation));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await prune(folder, generation, now);
  return true;
}

/** Replaces a generation's content: only its holder may. */
export async function rewriteLease(folder: string, generation: number, content: LeaseRecord, now: Date): Promise<void> {
  const draft = await writeDraft(folder, content);
  await touch(draft, now);
  await rename(draft, fileOf(folder, generation));
}

/** Moves a generation's heartbeat on. */
export async function beatLease(folder: string, generation: number, now: Date): Promise<void> {
  await touch(fileOf(folder, generation), now);
}

export async function newestGeneration(folder: string): Promise<number> {
  return (await generations(folder)).at(-1) ?? 0;
}

async function readLease(folder: string, generation: number): Promise<LeaseFile | undefined> {
  try {
    const path = fileOf(folder, generation);
    const { mtime } = await stat(path);
    const parsed = v.safeParse(record, parseJson(await readFile(path, "utf8")));
    return { generation, heartbeat: mtime, ...(parsed.success && { record: parsed.output }) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function generations(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.flatMap((name) => Number(/^(\d+)\.json$/.exec(name)?.[1] ?? Number.NaN) || []).sort((a, b) => a - b);
}

async function writeDraft(folder: string, content: LeaseRecord): Promise<string> {
  const draft = join(folder, `${content.run}.draft`);
  await writeFile(draft, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  return draft;
}

async function touch(path: string, now: Date): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.utimes(now, now);
  } finally {
    await file.close();
  }
}

async function prune(folder: string, newest: number, now: Date): Promise<void> {
  const old = (await generations(folder)).filter((generation) => generation <= newest - kept);
  const drafts = (await readdir(folder)).filter((name) => name.endsWith(".draft")).map((name) => join(folder, name));
  const left = await Promise.all(
    drafts.map(async (draft) => {
      const made = await stat(draft).catch(() => undefined);
      return made && now.getTime() - made.mtime.getTime() > draftMilliseconds ? [draft] : [];
    }),
  );
  const files = [...old.map((generation) => fileOf(folder, generation)), ...left.flat()];
  await Promise.all(files.map((file) => rm(file, { force: true })));
}

function fileOf(folder: string, generation: number): string {
  return join(folder, `${String(generation).padStart(6, "0")}.json`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
