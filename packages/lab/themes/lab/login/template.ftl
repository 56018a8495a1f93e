<#macro registrationLayout bodyClass="" displayInfo=false displayMessage=true displayRequiredFields=false>
<!doctype html>
<html lang="${(locale.currentLanguageTag)!'en'}">
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex, nofollow">
<title>${msg("loginTitle", (realm.displayName!''))}</title>
</head>
<body class="company">
<main>
<h1><#nested "header"></h1>
<#if displayMessage && message?has_content>
<p class="notice notice-${message.type}">${kcSanitize(message.summary)?no_esc}</p>
</#if>
<#nested "form">
<#if displayInfo><#nested "info"></#if>
</main>
</body>
</html>
</#macro>
