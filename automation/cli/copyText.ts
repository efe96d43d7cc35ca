import type { CopyEvent, CopyPlan } from "../china/copy/copyEvents.ts";
import { bytesText } from "./bytesText.ts";
import { labelled } from "./wrap.ts";

export type CopyProgress = Extract<CopyEvent, { type: "copy-progress" }>;

/** The line that stays on the screen after an event; undefined for progress. */
export function copyLine(event: CopyEvent): string | undefined {
  switch (event.type) {
    case "copy-planned":
      return plannedText(event);
    case "copy-difference":
      return `\n${event.patch.trimEnd()}`;
    case "copy-notice":
      return labelled("  note: ", event.message);
    case "copy-finished":
      return finishedText(event);
    case "copy-progress":
      return undefined;
  }
}

/** How far a copy is, in one line. */
export function progressText({ objectsDone, objects, bytesDone, bytes }: CopyProgress): string {
  const percent = bytes === 0 ? 100 : Math.floor((bytesDone / bytes) * 100);
  return `${percent} %  ${bytesText(bytesDone)} of ${bytesText(bytes)}, ${count(objectsDone)} of ${objectsText(objects)}`;
}

function plannedText({ release, source, target, images, ...plan }: CopyPlan): string {
  const lines = [
    `v${release}: ${source} → ${target}`,
    `  ${objectsText(plan.objects)}, ${bytesText(plan.bytes)}; ${toCopyText(plan)}`,
    ...images.map((image) => labelled("  by hand: ", `the image ${image}, which is in a registry and is not copied`)),
  ];
  return lines.join("\n");
}

function toCopyText({
  toCopyObjects,
  toCopyBytes,
  complete,
}: Omit<CopyPlan, "release" | "source" | "target" | "images">) {
  if (complete) return "all of it is there";
  return `to copy: ${objectsText(toCopyObjects)}, ${bytesText(toCopyBytes)}`;
}

function finishedText(event: Extract<CopyEvent, { type: "copy-finished" }>): string {
  const { release, target, toCopyObjects, toCopyBytes, seconds, complete } = event;
  if (complete) return `v${release} is in ${target}; nothing was copied`;
  const took = `${objectsText(toCopyObjects)}, ${bytesText(toCopyBytes)} in ${seconds.toFixed(1)} s`;
  return `v${release} is in ${target}: ${took}`;
}

function objectsText(number: number): string {
  return `${count(number)} ${number === 1 ? "object" : "objects"}`;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
