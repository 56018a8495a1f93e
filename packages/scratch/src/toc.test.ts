import { expect, it } from 'vitest';
import { selectEntries } from './toc.ts';

const list = `;
; Archive created at 2026-11-28 05:18:03 UTC
;     TOC Entries: 544
;
5; 2615 2200 SCHEMA - public keycloak
6; 2615 16385 SCHEMA - cron keycloak
2; 3079 16386 EXTENSION - pg_trgm 
3; 3079 16387 EXTENSION - pg_cron 
214; 1259 16388 TABLE public realm keycloak
4362; 0 16388 TABLE DATA public realm keycloak
4363; 0 16400 TABLE DATA cron job keycloak
3000; 2606 16500 CONSTRAINT public realm constraint_4a keycloak
3001; 1259 16501 INDEX public idx_realm keycloak
3002; 2606 16502 FK CONSTRAINT public realm fk_1 keycloak
3003; 3466 16503 EVENT TRIGGER - noticed postgres
`;

it('leaves out what only a superuser may make, the rows of what is then missing, and the schema that every database has', () => {
  expect(selectEntries(list, new Set(['pg_trgm']))).toEqual({
    list: `6; 2615 16385 SCHEMA - cron keycloak
2; 3079 16386 EXTENSION - pg_trgm 
214; 1259 16388 TABLE public realm keycloak
4362; 0 16388 TABLE DATA public realm keycloak
3000; 2606 16500 CONSTRAINT public realm constraint_4a keycloak
3001; 1259 16501 INDEX public idx_realm keycloak
3002; 2606 16502 FK CONSTRAINT public realm fk_1 keycloak
`,
    leftOut: ['extension pg_cron', 'event trigger noticed', 'rows of cron.job'],
    tables: 1,
    indexes: 3,
  });
});

it('an ordinary archive is restored as it is', () => {
  const ordinary = '214; 1259 16388 TABLE public realm keycloak\n4362; 0 16388 TABLE DATA public realm keycloak\n';
  expect(selectEntries(ordinary, new Set())).toEqual({ list: undefined, leftOut: [], tables: 1, indexes: 0 });
});
