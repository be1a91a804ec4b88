@echo off
rem Instala icsoe_xl para este usuario, sin permisos de administrador; otra vez encima, lo actualiza.
rem Todo lo hace el programa. Lo que se escribe aqui va sin acentos: cmd los muestra mal.
setlocal
set "PROGRAMA=%~dp0icsoe_xl\icsoe-xl.exe"
if exist "%PROGRAMA%" goto instalar
echo Falta la carpeta icsoe_xl junto a este archivo.
echo Extraiga el ZIP completo (clic derecho, Extraer todo) y ejecute el instalar.bat de la carpeta nueva.
pause
exit /b 2

:instalar
"%PROGRAMA%" install-program
set "CODIGO=%ERRORLEVEL%"
pause
exit /b %CODIGO%
