<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
<#if section = "header">${msg("loginAccountTitle")}
<#elseif section = "form">
<form class="sign-in" action="${url.loginAction}" method="post">
<p><label>${msg("username")} <input class="who" name="username" autocomplete="username"></label></p>
<p><label>${msg("password")} <input class="secret" name="password" type="password" autocomplete="current-password"></label></p>
<p><button class="go" type="submit">${msg("doLogIn")}</button></p>
</form>
</#if>
</@layout.registrationLayout>
