import { RunRecord } from '@keycloak-release-gate/core';
import { z } from 'zod';

/** The name of the format of `part.json`. Another number is another format, and is refused. */
export const PART_SCHEMA = 'keycloak-release-gate/part/1';

/** Where a part is collected: in the cluster, outside of it, or from where all can be seen. */
const partVantages = ['cluster', 'outside', 'everywhere'] as const;

/** Which part of a plan it is: the looks of one vantage, and of these one of so many shards, counted from 1. */
export const PartName = z.object({
  vantage: z.enum(partVantages),
  shard: z.number().int().min(1),
  of: z.number().int().min(1),
});
export type PartName = z.infer<typeof PartName>;

/** `outside 3/6`. */
export const partInWords = ({ vantage, shard, of }: PartName): string => (of === 1 ? vantage : `${vantage} ${shard}/${of}`);

/** The name of a part's folder: `outside-3-of-6`. */
export const partFolder = ({ vantage, shard, of }: PartName): string => `${vantage}-${shard}-of-${of}`;

/** What was looked at: what of it is the same in two records is the same pods and the same schema. */
export const Target = z.object({
  /** The image that each pod runs, by the pod's uid. */
  pods: z.record(z.string(), z.string()).optional(),
  /** When the newest of the pods became ready, ISO 8601. */
  ready: z.string().optional(),
  /** The newest migration that the database holds. */
  migration: z.string().optional(),
});
export type Target = z.infer<typeof Target>;

/** A part of the looks of one plan, as it was collected in one place. */
export const Part = z.object({
  schema: z.literal(PART_SCHEMA),
  part: PartName,
  /** The hash of the plan, and of each thing that is in it, by name. */
  plan: z.object({ hash: z.string(), of: z.record(z.string(), z.string()) }),
  /** Parts with the same one give the same person the same pseudonym. */
  pseudonyms: z.string(),
  /** Each look of the plan, with the part that takes it; of another vantage the shard is not known here. */
  looks: z.record(z.string(), z.object({ vantage: z.enum(partVantages), shard: z.number().int().optional() })),
  target: Target,
  /** Ids of the plan's checks that are the scenarios' own. */
  ownChecks: z.array(z.string()),
  /** The run that the looks of this part read what was before in, where they read that and there is one. */
  baseline: z.string().optional(),
  /** Looks that read what was before the release. */
  readsBaseline: z.array(z.string()),
  record: RunRecord.omit({ results: true, verdict: true, notices: true }),
});
export type Part = z.infer<typeof Part>;
