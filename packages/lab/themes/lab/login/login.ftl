<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
<#if section = "header">${msg("loginAccountTitle")}
<#elseif section = "form">
<form id="aanmelden" action="${url.loginAction}" method="post">
<p><label>${msg("username")} <input id="naam" name="username" autocomplete="username"></label></p>
<p><label>${msg("password")} <input id="wachtwoord" name="password" type="password" autocomplete="current-password"></label></p>
<p><button id="inloggen" type="submit">${msg("doLogIn")}</button></p>
</form>
</#if>
</@layout.registrationLayout>
