Attribute VB_Name = "IcsoeLauncher"
' Starts our program for a button of the ribbon, waits for it, and says so when it could not run.
'
' What is started comes from one file that `addin install` wrote in the user's own profile, and from this
' module. Nothing of a workbook has a say: not its sheets, not its folder, not a file beside it. All that is
' taken from it is its name, and that travels as hexadecimal digits.
'
' Windows: WScript.Shell.Run gets the command line itself (never cmd.exe, so & ^ ! < > mean nothing), it is
' Unicode (VBA's own Shell is not), it waits for the exit code, and it lets Excel answer the program while
' it waits: a wait through the Windows API would leave both waiting for each other, and needs Declare, which
' many firms block. It does expand %NAME%, so a program path with a % is refused. The working folder is the
' program's own: Excel's may be the folder of the workbook.
'
' macOS: Excel lives in a sandbox and may only ask for icsoe_xl.applescript, which `addin install` put where
' Excel cannot write. That script starts the program and does not wait: Excel must be free to answer it.
Option Explicit

Private Const DIALOG_TITLE As String = "ICSOE"
Private Const SETTINGS_HEADER As String = "icsoe_xl lanzador 1"
Private Const INSTALL_AGAIN As String = _
    "Vuelva a instalar el complemento: ejecute el instalador, o escriba en una terminal: icsoe-xl addin install"
Private Const FOR_READING As Long = 1
Private Const AS_UNICODE As Long = -1
Private Const HIDDEN_WINDOW As Long = 0
Private Const WORKING As String = "ICSOE: trabajando..."

' A button pressed again while its program still runs must not start a second one.
Private busy As Boolean

' Runs a verb that works on the active workbook.
Public Sub RunOnWorkbook(ByVal verb As String)
    Launch verb, True
End Sub

' Runs a verb that needs no open workbook.
Public Sub RunAnywhere(ByVal verb As String)
    Launch verb, False
End Sub

Private Sub Launch(ByVal verb As String, ByVal needsWorkbook As Boolean)
    Dim problem As String, workbookArgument As String
    If busy Then Exit Sub
    busy = True
    On Error GoTo Failed
    If needsWorkbook Then
        problem = WorkbookProblem()
        If problem = "" Then workbookArgument = "--wb-hex=" & HexOfText(ActiveWorkbook.Name)
    End If
    If problem = "" Then
        #If Mac Then
            problem = StartOnMac(PlainWord(verb), workbookArgument)
        #Else
            problem = StartOnWindows(PlainWord(verb), workbookArgument)
        #End If
    End If
Done:
    busy = False
    If problem <> "" Then MsgBox problem, vbExclamation, DIALOG_TITLE
    Exit Sub
Failed:
    problem = "No se pudo iniciar el programa de ICSOE. El sistema respondió: " & Err.Description & _
        " (" & Err.Number & ")." & vbLf & vbLf & INSTALL_AGAIN & vbLf & vbLf & _
        "Si se repite, muestre este mensaje a su área de sistemas: puede que el antivirus lo impida."
    Resume Done
End Sub

' Why the active workbook cannot be worked on, or "".
Private Function WorkbookProblem() As String
    #If Not Mac Then
        ' In Protected View ActiveWorkbook is another book, the last one that was active: never touch that.
        If Not Application.ActiveProtectedViewWindow Is Nothing Then
            WorkbookProblem = "El libro está en Vista protegida. Pulse Habilitar edición en la franja amarilla " & _
                "de arriba y vuelva a intentarlo."
            Exit Function
        End If
    #End If
    If ActiveWorkbook Is Nothing Then
        WorkbookProblem = "No hay ningún libro abierto. Abra el libro de sus trabajadores y vuelva a intentarlo."
    End If
End Function

#If Mac Then

' Asks icsoe_xl.applescript to start the program. Returns "" or the problem in words.
Private Function StartOnMac(ByVal verb As String, ByVal workbookArgument As String) As String
    Dim request As String, reply As String
    request = Trim$(verb & " " & workbookArgument)
    On Error Resume Next
    reply = AppleScriptTask("icsoe_xl.applescript", "icsoeStart", request)
    If Err.Number <> 0 Then reply = "sin-guion"
    On Error GoTo 0
    If reply <> "ok" Then StartOnMac = InstallProblem(reply)
End Function

#Else

' Starts the program, waits for it. Returns "" or the problem in words.
Private Function StartOnWindows(ByVal verb As String, ByVal workbookArgument As String) As String
    Dim shell As Object, files As Object
    Dim settingsPath As String, settings As String, program As String, command As String

    Set shell = CreateObject("WScript.Shell")
    Set files = CreateObject("Scripting.FileSystemObject")
    settingsPath = shell.SpecialFolders("AppData") & "\icsoe_xl\lanzador.txt"
    If Not files.FileExists(settingsPath) Then
        StartOnWindows = InstallProblem("sin-ajustes")
        Exit Function
    End If
    With files.OpenTextFile(settingsPath, FOR_READING, False, AS_UNICODE)
        settings = .ReadAll
        .Close
    End With
    If Left$(settings, Len(SETTINGS_HEADER & vbCrLf)) <> SETTINGS_HEADER & vbCrLf Then
        StartOnWindows = InstallProblem("otros-ajustes")
        Exit Function
    End If
    program = Setting(settings, "programa")
    If Not IsAbsolute(program) Or Not files.FileExists(program) Then
        StartOnWindows = InstallProblem("sin-programa")
        Exit Function
    End If

    command = Quoted(program)
    If Setting(settings, "tipo") = "python" Then
        ' -I: no current folder, no PYTHONPATH and no user packages among what Python may import.
        command = command & " " & Quoted("-I") & " " & Quoted("-m") & " " & Quoted("icsoe_xl.ribbon")
    Else
        command = command & " " & Quoted("ribbon")
    End If
    command = command & " " & Quoted(verb)
    If workbookArgument <> "" Then command = command & " " & Quoted(workbookArgument)
    command = command & " " & Quoted("--hwnd=" & CStr(Application.Hwnd))

    StartOnWindows = RunAndWait(shell, files.GetParentFolderName(program), command, Setting(settings, "registro"))
End Function

Private Function RunAndWait(ByVal shell As Object, ByVal folder As String, ByVal command As String, _
                            ByVal logPath As String) As String
    Dim folderBefore As String, code As Long, failure As Long, description As String
    folderBefore = shell.CurrentDirectory
    Application.StatusBar = WORKING
    ' From here on Excel's own folder and status bar must be given back, whatever happens.
    On Error Resume Next
    shell.CurrentDirectory = folder
    If Err.Number = 0 Then code = shell.Run(command, HIDDEN_WINDOW, True)
    failure = Err.Number
    description = Err.Description
    shell.CurrentDirectory = folderBefore
    ' A text of the program itself ("hallazgo 3 de 12") stays.
    If CStr(Application.StatusBar) = WORKING Then Application.StatusBar = False
    On Error GoTo 0
    If failure <> 0 Then Err.Raise failure, , description
    If code <> 0 Then
        RunAndWait = "El programa de ICSOE no pudo terminar (código " & code & "). Su libro sigue abierto. " & _
            "Vuelva a intentarlo; si se repite, haga lo siguiente." & vbLf & vbLf & INSTALL_AGAIN & vbLf & vbLf & _
            "El registro del programa es: " & logPath
    End If
End Function

' The value of one `name=value` line, or "".
Private Function Setting(ByVal settings As String, ByVal name As String) As String
    Dim textLine As Variant
    For Each textLine In Split(settings, vbCrLf)
        If Left$(textLine, Len(name) + 1) = name & "=" Then
            Setting = Mid$(textLine, Len(name) + 2)
            Exit Function
        End If
    Next textLine
End Function

' A full path on a drive or a server, without a % that WScript.Shell would expand.
Private Function IsAbsolute(ByVal path As String) As Boolean
    IsAbsolute = (path Like "[A-Za-z]:\*" Or path Like "\\?*\*") And InStr(path, "%") = 0
End Function

' The one place where an argument becomes part of the command line.
Private Function Quoted(ByVal argument As String) As String
    If InStr(argument, """") > 0 Then Err.Raise 5, , "argumento con comillas"
    Quoted = """" & argument & """"
End Function

#End If

' A verb is lower-case letters; anything else did not come from our ribbon.
Private Function PlainWord(ByVal verb As String) As String
    If verb = "" Or verb Like "*[!a-z]*" Then Err.Raise 5, , "orden desconocida"
    PlainWord = verb
End Function

' Four hexadecimal digits a UTF-16 unit: the same in every code page, and harmless in every command line.
' AscW is negative from &H8000 on; Hex$ of that still has the right four digits.
Private Function HexOfText(ByVal text As String) As String
    Dim i As Long, digits As String
    For i = 1 To Len(text)
        digits = digits & Right$("000" & Hex$(AscW(Mid$(text, i, 1))), 4)
    Next i
    HexOfText = digits
End Function

' The words for what `addin install` should have left behind.
Private Function InstallProblem(ByVal code As String) As String
    Dim words As String
    Select Case code
        Case "sin-ajustes"
            words = "El complemento ICSOE no está instalado del todo para este usuario: falta el archivo " & _
                "que dice dónde está el programa."
        Case "otros-ajustes"
            words = "El complemento ICSOE y su programa son de versiones distintas."
        Case "sin-programa"
            words = "No encuentro el programa de ICSOE donde quedó instalado; quizá se movió o se borró."
        Case "sin-guion"
            words = "Excel para Mac no pudo usar icsoe_xl.applescript, el archivo con el que inicia el programa."
        Case Else
            words = "El complemento ICSOE recibió una respuesta que no conoce: " & code & "."
    End Select
    InstallProblem = words & vbLf & vbLf & INSTALL_AGAIN
End Function
