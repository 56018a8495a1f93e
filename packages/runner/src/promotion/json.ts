import { impactData } from '../diff/touched.ts';
import { exitCodeOf } from './model.ts';
import type { ChangeRow, Promotion } from './model.ts';

/** All of it as data, nothing cut. */
export const jsonPromotion = (promotion: Promotion): string =>
  `${JSON.stringify(
    {
      arrived: exitCodeOf(promotion) === 0,
      exitCode: exitCodeOf(promotion),
      release: promotion.release.id,
      environments: promotion.places.map(({ id, side: { name, at, version } }) => ({
        id,
        name,
        at,
        ...(version === undefined ? {} : { version }),
      })),
      ...(promotion.version === undefined ? {} : { version: promotion.version }),
      changes: promotion.realms.flatMap(({ realm, rows }) => rows.map((row) => ({ realm, ...rowData(row, promotion) }))),
      ...(promotion.serverConfiguration.length === 0
        ? {}
        : { serverConfiguration: promotion.serverConfiguration.map((row) => rowData(row, promotion)) }),
      besides: promotion.neighbours.map(({ from, to, realm, groups, ofRelease, explained, impact, weaker, comparison }) => ({
        from,
        to,
        realm,
        differences: groups.flatMap(({ application, differences }) =>
          differences.map((difference) => ({ ...(application === undefined ? {} : { application }), ...difference })),
        ),
        ofRelease,
        explained: [...explained].map(([difference, why]) => ({ ...difference, why })),
        impact: impactData(impact),
        weaker,
        unverifiable: comparison.unverifiable,
        unread: comparison.unread,
        ambiguous: comparison.ambiguous,
      })),
      servers: promotion.servers,
      missing: promotion.missing,
      notSeen: promotion.notSeen,
      elsewhere: promotion.elsewhere,
    },
    null,
    2,
  )}\n`;

const rowData = ({ change, why, cells }: ChangeRow, { places }: Promotion): object => ({
  change,
  ...(why === undefined ? {} : { why }),
  environments: Object.fromEntries(places.map(({ id }, index) => [id, cells[index]])),
});
