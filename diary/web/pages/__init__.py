"""The views: parse, open what is asked for, call one service, render."""
