Attribute VB_Name = "IcsoeRibbon"
' What the buttons of customUI14.xml call: one line a button, and nothing else in this module.
'
' To add a button:
'   1. customUI14.xml: a <button> with its own id and keytip, onAction="IcsoeName" and an imageMso that is
'      listed in tests/addin/image_mso.txt.
'   2. Here: one line, with RunOnWorkbook, or RunAnywhere when the verb needs no open workbook.
'   3. icsoe_xl/addin/caller.py: the verb in VERBS; icsoe_xl/ribbon.py: the function that does it.
' The tests in tests/addin compare the four.
Option Explicit

Public Sub IcsoeValidar(control As IRibbonControl): RunOnWorkbook "validar": End Sub
Public Sub IcsoeCorregir(control As IRibbonControl): RunOnWorkbook "corregir": End Sub
Public Sub IcsoeLimpiar(control As IRibbonControl): RunOnWorkbook "limpiar": End Sub
Public Sub IcsoeAnterior(control As IRibbonControl): RunOnWorkbook "anterior": End Sub
Public Sub IcsoeSiguiente(control As IRibbonControl): RunOnWorkbook "siguiente": End Sub
Public Sub IcsoeAyuda(control As IRibbonControl): RunOnWorkbook "ayuda": End Sub
Public Sub IcsoeExportar(control As IRibbonControl): RunOnWorkbook "exportar": End Sub
Public Sub IcsoeCaptura(control As IRibbonControl): RunOnWorkbook "captura": End Sub
Public Sub IcsoeRechazos(control As IRibbonControl): RunOnWorkbook "rechazos": End Sub
Public Sub IcsoeAcuse(control As IRibbonControl): RunOnWorkbook "acuse": End Sub
Public Sub IcsoeLlenar(control As IRibbonControl): RunOnWorkbook "llenar": End Sub
Public Sub IcsoeGuardarPerfil(control As IRibbonControl): RunOnWorkbook "guardarperfil": End Sub
Public Sub IcsoeNueva(control As IRibbonControl): RunAnywhere "nueva": End Sub
Public Sub IcsoeTablero(control As IRibbonControl): RunAnywhere "tablero": End Sub
Public Sub IcsoeCalendario(control As IRibbonControl): RunAnywhere "calendario": End Sub
Public Sub IcsoeEstado(control As IRibbonControl): RunAnywhere "estado": End Sub
Public Sub IcsoeAcerca(control As IRibbonControl): RunAnywhere "acerca": End Sub
