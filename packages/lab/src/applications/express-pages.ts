import type { ExpressOptions } from './catalogue.ts';
import { escapeHtml, page } from './page.ts';
import type { Trouble } from './trouble.ts';

/** The pages of an express application: for a person who is logged in, for anybody, and after a logout. */
export interface ExpressPages {
  readonly signedIn: (name: string) => string;
  readonly home: string;
  /** On the way to Keycloak's logout, which the page goes to by itself. */
  readonly leaving: string;
  readonly signedOut: string;
}

export function expressPages({ publicHome, slow }: ExpressOptions, trouble?: Trouble): ExpressPages {
  const logIn = `<p><a id="${trouble === 'log-in-renamed' ? 'sign-in' : 'log-in'}" href="/login">Log in</a></p>`;
  const signedIn = (name: string): string => {
    if (trouble === 'redesigned') return page('Welcome', `<nav><a href="/logout">Leave</a></nav>\n<p>${escapeHtml(name)}</p>`);
    const link = logOutLink.repeat({ 'log-out-gone': 0, 'log-out-twice': 2 }[String(trouble)] ?? 1);
    if (trouble === 'reloads') return page('One moment', `<p>We are nearly there.</p>${reloads}`);
    if (trouble === 'spins') return page('One moment', `<p>We are nearly there.</p>${spins}`);
    const script = slow === undefined ? '' : takesItsTime(slow);
    return page('Welcome', `<p>You are <b id="user">${escapeHtml(name)}</b>.</p>${link}${script}`);
  };
  return {
    signedIn,
    home: page('Home', publicHome === 'form' ? `${ownForm}\n${logIn}` : logIn),
    leaving: page('You are being logged out', '<meta http-equiv="refresh" content="1; url=/leave"><p>One moment.</p>'),
    signedOut: trouble === 'greets-on' ? signedIn('somebody') : page('Signed out', '<p><a href="/">Home</a></p>'),
  };
}

const logOutLink = '\n<p id="leave"><a id="log-out" href="/logout">Log out</a></p>';

/** A form for people of the company, with the ids that Keycloak gives to its own: what is typed into it goes to the application. */
const ownForm = `<form id="kc-form-login" method="post" action="/own-login">
<p><label>Name <input id="username" name="username"></label></p>
<p><label>Password <input id="password" name="password" type="password"></label></p>
<p><button id="kc-login">Log in here</button></p>
</form>`;

const spins = '<script>setTimeout(() => { for (;;); }, 50)</script>';

const reloads = `<script>setTimeout(() => location.reload(), 100)</script>`;

const takesItsTime = (milliseconds: number): string => `<script>
const leave = document.getElementById('leave');
leave.hidden = true;
setTimeout(() => { leave.hidden = false; }, ${milliseconds});
addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'unsaved'; });
</script>`;
