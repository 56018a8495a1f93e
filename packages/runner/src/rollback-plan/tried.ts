import type { Forecast, Rehearsal, RollbackPlanRecord } from '@keycloak-release-gate/checks';

type Recorded = NonNullable<RollbackPlanRecord['forecast']>;

/** What was measured of a forecast: all but where its SQL is kept. */
export type MeasuredForecast = Omit<Recorded, 'sql'> & { readonly sql: Omit<NonNullable<Recorded['sql']>, 'file'> | null };

/** What was tried on a restored copy, and what was not. */
export interface Tried {
  readonly backup: RollbackPlanRecord['backup'];
  /** What the rules judge. */
  readonly forecast: Forecast | null;
  readonly rehearsal: Rehearsal | null;
  /** Why there is no forecast, no rehearsal, or neither; in sentences, with what to do. */
  readonly notTried?: string;
  /** The SQL that the new version would run, without values of rows. */
  readonly sql?: string;
  /** Why the copy could not be removed again: it holds personal data. */
  readonly notRemoved?: string;
  /** What was measured meanwhile. */
  readonly measured: {
    readonly forecast: MeasuredForecast | null;
    /** Seconds until the new version was ready; null where it never was. */
    readonly secondsToReady: number | null;
  };
}

/** Nothing was tried; and why, where something could have been. */
export const nothingTried = (notTried?: string, backup: RollbackPlanRecord['backup'] = null): Tried => ({
  backup,
  forecast: null,
  rehearsal: null,
  ...(notTried === undefined ? {} : { notTried }),
  measured: { forecast: null, secondsToReady: null },
});
