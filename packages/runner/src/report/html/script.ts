/**
 * The page's own script: finding by text, folding, and unfolding what a link leads to. The page is whole without it.
 * It is text, because its hash stands in the page's content security policy.
 */
export const script = `
(() => {
  const $ = (id) => document.getElementById(id);
  const checks = [...document.querySelectorAll('details.check')];
  const reveal = () => {
    const target = location.hash.length > 1 && $(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    target.scrollIntoView();
  };
  const steps = [...document.querySelectorAll('.step')];
  const texts = new Map(checks.map((check) => [check, check.textContent.toLowerCase()]));
  const find = () => {
    const words = $('search').value.toLowerCase().split(/\\s+/).filter(Boolean);
    for (const check of checks) check.toggleAttribute('data-unlike', !words.every((word) => texts.get(check).includes(word)));
    tidy();
  };
  const visible = (element) => element.getClientRects().length > 0;
  const tidy = () => {
    for (const step of steps) step.toggleAttribute('data-empty', false);
    for (const step of steps) step.toggleAttribute('data-empty', ![...step.querySelectorAll('details.check')].some(visible));
    $('shown').textContent = checks.filter(visible).length + ' of ' + checks.length + ' checks are shown';
  };
  const fold = (open) => () => { for (const check of checks) if (visible(check)) check.open = open; };
  const filters = document.querySelector('.filters');
  filters.addEventListener('submit', (event) => event.preventDefault());
  filters.addEventListener('change', tidy);
  $('search').addEventListener('input', find);
  $('unfold').addEventListener('click', fold(true));
  $('fold').addEventListener('click', fold(false));
  document.querySelector('.scripted').hidden = false;
  addEventListener('hashchange', reveal);
  reveal();
})();
`;
