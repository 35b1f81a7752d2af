"""What a person asks for, one verb a file; a journey calls stages and the desk, never a journey.

Each is `journey(request, *, asker, services, progress) -> answer`; request and answer are
frozen values that survive JSON.
"""
