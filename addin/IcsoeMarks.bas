Attribute VB_Name = "IcsoeMarks"
' Colours and notes of a sheet, all in one call: from outside Excel every address costs one, every note several.
' icsoe_xl/workbooks/live/macros.py calls these functions; without them the same is done one by one.
' Lists travel as text both ways: RecordMark between entries, UnitMark between the address and the text of one.
Option Explicit

Private Const WIDEST As Single = 260
Private Const PADDING As Single = 12

' Fills each address (a union of cells) with its colour as RGB number; -1 takes the fill away.
Public Function Paint(ByVal bookName As Variant, ByVal sheetName As Variant, _
                      ByVal addresses As Variant, ByVal colours As Variant) As String
    Dim sheet As Worksheet, places() As String, fills() As String, i As Long
    Set sheet = Workbooks(CStr(bookName)).Worksheets(CStr(sheetName))
    places = Split(CStr(addresses), RecordMark())
    fills = Split(CStr(colours), RecordMark())
    For i = 0 To UBound(places)
        If CLng(fills(i)) < 0 Then
            sheet.Range(places(i)).Interior.ColorIndex = xlColorIndexNone
        Else
            sheet.Range(places(i)).Interior.Color = CLng(fills(i))
        End If
    Next i
End Function

' Adds a note to each address that has none; returns the addresses that got one.
Public Function PutNotes(ByVal bookName As Variant, ByVal sheetName As Variant, _
                         ByVal addresses As Variant, ByVal texts As Variant) As String
    Dim sheet As Worksheet, target As Range, places() As String, words() As String, i As Long, added As String
    Set sheet = Workbooks(CStr(bookName)).Worksheets(CStr(sheetName))
    places = Split(CStr(addresses), RecordMark())
    words = Split(CStr(texts), RecordMark())
    For i = 0 To UBound(places)
        Set target = sheet.Range(places(i))
        If target.Comment Is Nothing Then
            If AddNote(target, words(i)) Then added = added & RecordMark() & places(i)
        End If
    Next i
    PutNotes = Mid$(added, 2)
End Function

' The notes of a sheet: address and text of each.
Public Function ReadNotes(ByVal bookName As Variant, ByVal sheetName As Variant) As String
    Dim note As Comment, found As String
    For Each note In Workbooks(CStr(bookName)).Worksheets(CStr(sheetName)).Comments
        found = found & RecordMark() & note.Parent.Address(False, False) & UnitMark() & note.Text
    Next note
    ReadNotes = Mid$(found, 2)
End Function

' Removes the notes of these addresses.
Public Function DropNotes(ByVal bookName As Variant, ByVal sheetName As Variant, ByVal addresses As Variant) As String
    Dim sheet As Worksheet, places() As String, i As Long
    Set sheet = Workbooks(CStr(bookName)).Worksheets(CStr(sheetName))
    places = Split(CStr(addresses), RecordMark())
    For i = 0 To UBound(places)
        sheet.Range(places(i)).Comment.Delete
    Next i
End Function

' A cell with a threaded comment takes no note: it is left alone.
Private Function AddNote(ByVal target As Range, ByVal text As String) As Boolean
    Dim note As Comment
    On Error GoTo Refused
    Set note = target.AddComment(text)
    note.Visible = False
    FitBox note
    AddNote = True
Refused:
End Function

' A box as tall as its text: AutoSize makes one long line, so the width is set and the height follows.
Private Sub FitBox(ByVal note As Comment)
    Dim area As Single
    note.Shape.TextFrame.AutoSize = True
    If note.Shape.Width > WIDEST Then
        area = note.Shape.Width * note.Shape.Height
        note.Shape.TextFrame.AutoSize = False
        note.Shape.Width = WIDEST
        note.Shape.Height = area / WIDEST * 1.2 + PADDING
    End If
End Sub

Private Function RecordMark() As String
    RecordMark = Chr$(30)
End Function

Private Function UnitMark() As String
    UnitMark = Chr$(31)
End Function
