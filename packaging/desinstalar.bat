@echo off
rem Quita el complemento de Excel y el programa de este usuario. Sus perfiles y su configuracion se quedan.
setlocal
set "CARPETA=%LOCALAPPDATA%\Programs\icsoe_xl"
if exist "%CARPETA%\icsoe-xl.exe" goto quitar
echo Este usuario no tiene instalado icsoe_xl.
pause
exit /b 0

:quitar
"%CARPETA%\icsoe-xl.exe" addin uninstall
if errorlevel 1 goto falla
cd /d "%TEMP%"
rem Este archivo puede estar en la carpeta que se borra: cmd lee el bloque entero antes de empezar.
(
  rmdir /s /q "%CARPETA%"
  if exist "%CARPETA%\icsoe-xl.exe" (
    echo No se pudo borrar el programa: cierre Excel por completo y ejecute otra vez desinstalar.bat.
    pause
    exit 4
  )
  echo Se quitaron el complemento y el programa.
  pause
  exit 0
)

:falla
pause
exit /b 4
