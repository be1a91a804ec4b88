-- Starts icsoe_xl for the ribbon of Excel on macOS.
--
-- `addin install` puts this file in ~/Library/Application Scripts/com.microsoft.Excel: Excel may run the
-- scripts of that folder and cannot write there. What is started stands in icsoe_xl.sh and in the settings
-- beside it, in the user's own folder; a request only carries a verb and a workbook's name in hexadecimal.
-- Plain ASCII: macOS reads a script without a mark of its encoding in more than one way.

on icsoeStart(request)
	set launcher to (POSIX path of (path to home folder)) & "Library/Application Support/icsoe_xl/icsoe_xl.sh"
	try
		return do shell script "/bin/sh " & quoted form of launcher & " " & quoted form of request
	on error
		return "sin-ajustes"
	end try
end icsoeStart
